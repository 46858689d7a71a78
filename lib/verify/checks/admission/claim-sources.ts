import type { Check } from '../check';
import { eachProject, inProject, manifest, PROBE, type Probe } from '../probe';
import { writtenPolicy } from './parts/written-policy';

const BAD: readonly (readonly [string, object])[] = [
  ['a claim that takes a volume by its name', { storageClassName: '', volumeName: 'volume-of-another' }],
  [
    'a claim that copies another namespace',
    { dataSourceRef: { kind: 'PersistentVolumeClaim', name: 'data', namespace: 'another' } },
  ],
];

export const claimSources: Check = {
  id: 'admission/claim-sources',
  title: 'A claim of a project is filled from nothing that belongs to another',
  why: 'A claim that names a volume binds it, and one that names a source copies it, whoever wrote that data.',
  stops: ['A2', 'T7'],
  control: 'an admission policy on claims and snapshots in the namespaces of projects',
  fix: writtenPolicy('claim-sources', 'snapshot-sources'),
  *judge(evidence) {
    yield* eachProject(evidence, function* (namespace): Generator<Probe> {
      for (const [meaning, spec] of BAD) {
        const object = manifest('v1', 'PersistentVolumeClaim', { name: PROBE, namespace: namespace.name }, { spec });
        yield { meaning, request: inProject(namespace, { operation: 'CREATE', object }) };
      }
      const snapshot = manifest(
        'snapshot.storage.k8s.io/v1',
        'VolumeSnapshot',
        { name: PROBE, namespace: namespace.name },
        { spec: { source: { volumeSnapshotContentName: 'content-of-another' } } },
      );
      yield {
        meaning: 'a snapshot that names its content',
        request: inProject(namespace, { operation: 'CREATE', object: snapshot }),
      };
    });
  },
};
