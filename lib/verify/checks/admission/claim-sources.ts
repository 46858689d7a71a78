import { ownClaimPrefix, volumeOfClaim } from '../../../model/project/own-claim';
import type { Manifest } from '../../admission/admission-request';
import type { Evidence } from '../../evidence';
import { plainText } from '../../scope/backend/mount-options';
import type { TrainingNamespace } from '../../scope/training-scope';
import type { Check } from '../check';
import { eachNamespace, inProject, manifest, PROBE, type Probe } from '../probe';
import { writtenPolicy } from './parts/written-policy';

const UNBOUND = { storageClassName: '' };
const taking = (volumeName: string): object => ({ ...UNBOUND, volumeName });
const COPYING: readonly (readonly [string, object])[] = [
  [
    'a claim that copies another namespace',
    { dataSourceRef: { kind: 'PersistentVolumeClaim', name: 'data', namespace: 'another' } },
  ],
  [
    'a claim from a snapshot of another namespace',
    {
      dataSourceRef: {
        apiGroup: 'snapshot.storage.k8s.io',
        kind: 'VolumeSnapshot',
        name: 'data',
        namespace: 'another',
      },
    },
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
      const volumes = volumesOfOthers(evidence, namespace);
      const takes = volumes.map(([what, name]) => [`a claim that takes ${what}`, taking(name)] as const);
      for (const [meaning, spec] of [...takes, ...COPYING])
        yield { meaning, request: inProject(namespace, { operation: 'CREATE', object: claim(spec) }) };
      // The one field that may be changed, once (https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/core/validation/validation.go).
      yield {
        meaning: 'a claim that takes a volume by its name later',
        request: inProject(namespace, { operation: 'UPDATE', object: claim(taking(ANY)), was: claim(UNBOUND) }),
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

/** What policies hardly know. */
const ANY = 'volume-of-another';

/** Names of volumes that are none of a project, among them those that only a part of its own names tells from them. */
function volumesOfOthers(
  { claims, platform, scope }: Evidence,
  { name, project }: TrainingNamespace,
): readonly (readonly [what: string, name: string])[] {
  const theirs = claims.volumes.find(({ field }) => {
    const namespace = plainText(field.at('spec', 'claimRef', 'namespace'));
    return namespace !== name && scope.contains(namespace);
  });
  const bound = claims.in(name).find(({ volumeName }) => volumeName !== '')?.volumeName;
  const own = bound ?? (platform && volumeOfClaim(platform.name, `${ownClaimPrefix(project)}data`));
  return [
    ['a volume by its name', ANY],
    ...(theirs === undefined ? [] : [['a volume of another project', theirs.name] as const]),
    ...(own === undefined ? [] : [['a volume whose name ends like its own', `x-${own}`] as const]),
    ...(own?.includes(project) !== true
      ? []
      : [['a volume of a project whose name begins like its own', own.replace(project, `${project}x`)] as const]),
  ];
}
