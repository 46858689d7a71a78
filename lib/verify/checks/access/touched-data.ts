import { forBuckets } from '../../access/managed-policies';
import { literal } from '../../access/glob/glob';
import { oneOf } from '../../access/glob/language';
import { FENCE_ACTIONS, ROLE_ACTIONS } from '../../access/proof/escalation';
import { ANYWHERE, prove, type Proof, type Target } from '../../access/proof/proof';
import type { Role } from '../../access/facts/role';
import { wholeBucket } from '../../access/proof/s3-targets';
import type { Evidence } from '../../evidence';
import { guardedBucket } from './own-prefix';

/** Whether a role gets at the data by changing what keeps it away: the policy of a bucket, or a role of a project. */
export function detours({ access, cloud }: Evidence, role: Role): readonly Proof[] {
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
  return [...fences, ...(roles.length === 0 ? [] : [rewritten])].map((target) =>
    prove(access, forBuckets(role), [target]),
  );
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
