import { forBuckets } from '../../../access/managed-policies';
import { arnGlob, glob, literal } from '../../../access/glob/glob';
import { oneOf } from '../../../access/glob/language';
import { ADMINISTRATOR_ACTIONS, ROLE_ACTIONS } from '../../../access/proof/escalation';
import { ANYWHERE, prove, type Proof, type Target } from '../../../access/proof/proof';
import type { Role } from '../../../access/facts/role';
import { fenceOf, wholeBucket } from '../../../access/proof/s3-targets';
import type { Evidence } from '../../../evidence';
import { knownText } from '../../../input/pulumi/plan-value';
import { propertyOf } from '../../../input/pulumi/planned-resource';
import { besides } from './intruders';
import { guardedBucket } from '../own-prefix';
import { CLUSTER } from '../../../input/pulumi/resource-types';
import { partitionOfRole } from '../../../access/facts/role';

/**
 * Whether a role gets at the data by changing what keeps it away: the policy of a bucket, a role of a project, or who
 * administers the cluster.
 */
export function detours(evidence: Evidence, role: Role): readonly Proof[] {
  const targets = askedOnce.get(evidence) ?? detoursOf(evidence);
  askedOnce.set(evidence, targets);
  return targets.map((target) => prove(evidence.access, forBuckets(role), [target]));
}

const askedOnce = new WeakMap<Evidence, readonly Target[]>();

function detoursOf({ access, cloud, plans }: Evidence): readonly Target[] {
  const partition = partitionOfRole(cloud.identities[0]?.role);
  const fences = cloud.buckets.map(({ name }) =>
    fenceOf({ name, partition, policy: access.buckets.get(name) }, 'rewrites the fence of a bucket'),
  );
  const roles = cloud.identities.flatMap(({ role }) => [
    ...(role.arn === undefined ? [] : [literal(role.arn)]),
    ...besides(role),
  ]);
  const clusters = plans
    .flatMap((links) => links.of(CLUSTER))
    .flatMap((item) => knownText(propertyOf(item, 'name')) ?? [])
    .flatMap((name) => [`arn:*:eks:*:*:cluster/${name}`, `arn:*:eks:*:*:access-entry/${name}/*`])
    .map((pattern) => arnGlob(glob(pattern)));
  const others = [
    { meaning: "rewrites a project's role", actions: ROLE_ACTIONS, globs: roles },
    { meaning: 'lets itself into the cluster', actions: ADMINISTRATOR_ACTIONS, globs: clusters },
  ]
    // What is not there nobody changes, whatever policies are not known.
    .filter(({ globs }) => globs.length > 0)
    .map(({ globs, ...target }): Target => ({ ...ANYWHERE, ...target, resource: oneOf(globs) }));
  return [...fences, ...others];
}

const known = new WeakMap<Role, readonly Proof[]>();

/** For each training bucket whether a role touches anything in it. */
export function touchedData({ access, cloud }: Evidence, role: Role): readonly Proof[] {
  const earlier = known.get(role);
  if (earlier !== undefined) return earlier;
  const proofs = cloud.buckets.map((bucket) =>
    prove(access, forBuckets(role), wholeBucket(guardedBucket(access, bucket, role.arn))),
  );
  known.set(role, proofs);
  return proofs;
}
