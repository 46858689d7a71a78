import type { Kind } from '../judged';
import { isOperator, isPlatform } from '../people';
import { object, specUnchanged } from '../predicate/request';
import { anyOf } from '../predicate/values';
import type { ExpressionRule } from '../rule';

const SNAPSHOT: Kind = {
  group: 'snapshot.storage.k8s.io',
  version: '*',
  resource: 'volumesnapshots',
  kind: 'VolumeSnapshot',
};

export const snapshotSources: ExpressionRule = {
  id: 'snapshot-sources',
  title: 'A snapshot of a project is one of its own claims',
  why: "A snapshot that names its content is filled with whatever that content is, another project's checkpoints included.",
  stops: ['A2'],
  judges: [{ kinds: [SNAPSHOT], operations: ['CREATE', 'UPDATE'] }],
  scope: 'projects',
  unchanged: specUnchanged,
  guard: true,
  requires: (platform) => [
    {
      message: 'name a claim of the project in source.persistentVolumeClaimName',
      holds: anyOf(
        isPlatform(platform),
        isOperator(platform),
        object.has('spec.source.volumeSnapshotContentName').not(),
      ),
    },
  ],
};
