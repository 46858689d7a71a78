import type { Manifest } from '../../admission/admission-request';
import type { Check } from '../check';
import { eachNamespace, inProject, manifest, PROBE, type Probe } from '../probe';
import { writtenPolicy } from './parts/written-policy';

const UNBOUND = { storageClassName: '' };
const TAKING = { ...UNBOUND, volumeName: 'volume-of-another' };
const BAD: readonly (readonly [string, object])[] = [
  ['a claim that takes a volume by its name', TAKING],
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
    yield* eachNamespace(evidence, function* (namespace): Generator<Probe> {
      const claim = (spec: object): Manifest =>
        manifest('v1', 'PersistentVolumeClaim', { name: PROBE, namespace: namespace.name }, { spec });
      for (const [meaning, spec] of BAD)
        yield { meaning, request: inProject(namespace, { operation: 'CREATE', object: claim(spec) }) };
      // The one field that may be changed, once (https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/core/validation/validation.go).
      yield {
        meaning: 'a claim that takes a volume by its name later',
        request: inProject(namespace, { operation: 'UPDATE', object: claim(TAKING), was: claim(UNBOUND) }),
      };
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
