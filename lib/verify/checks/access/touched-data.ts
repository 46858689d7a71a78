import { forBuckets } from '../../access/managed-policies';
import { arnGlob, glob, literal } from '../../access/glob/glob';
import { oneOf } from '../../access/glob/language';
import { ADMINISTRATOR_ACTIONS, FENCE_ACTIONS, ROLE_ACTIONS } from '../../access/proof/escalation';
import { ANYWHERE, prove, type Proof, type Target } from '../../access/proof/proof';
import type { Role } from '../../access/facts/role';
import { wholeBucket } from '../../access/proof/s3-targets';
import type { Evidence } from '../../evidence';
import { knownText } from '../../input/pulumi/plan-value';
import { propertyOf } from '../../input/pulumi/planned-resource';
import { guardedBucket } from './own-prefix';

/**
 * Whether a role gets at the data by changing what keeps it away: the policy of a bucket, a role of a project, or who
 * administers the cluster.
 */
export function detours({ access, cloud, plans }: Evidence, role: Role): readonly Proof[] {
  const partition = role.arn?.split(':')[1] ?? 'aws';
  const fences = cloud.buckets.map(({ name }): Target => ({
    meaning: 'rewrites the fence of a bucket',
    actions: FENCE_ACTIONS,
    resource: oneOf([literal(`arn:${partition}:s3:::${name}`)]),
    keys: new Map(),
    resourcePolicy: access.buckets.get(name),
  }));
  const roles = cloud.identities.flatMap(({ role: { arn } }) => (arn === undefined ? [] : [literal(arn)]));
  const rewritten = {
    ...ANYWHERE,
    meaning: "rewrites a project's role",
    actions: ROLE_ACTIONS,
    resource: oneOf(roles),
  };
  const clusters = plans.flatMap((links) =>
    links.of('aws:eks/cluster:Cluster').flatMap((item) => knownText(propertyOf(item, 'name')) ?? []),
  );
  const entered = {
    ...ANYWHERE,
    meaning: 'lets itself into the cluster',
    actions: ADMINISTRATOR_ACTIONS,
    resource: oneOf(
      clusters.flatMap((name) => [
        arnGlob(glob(`arn:*:eks:*:*:cluster/${name}`)),
        arnGlob(glob(`arn:*:eks:*:*:access-entry/${name}/*`)),
      ]),
    ),
  };
  const others = [...(roles.length === 0 ? [] : [rewritten]), ...(clusters.length === 0 ? [] : [entered])];
  return [...fences, ...others].map((target) => prove(access, forBuckets(role), [target]));
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
