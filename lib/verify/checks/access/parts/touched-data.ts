import { mayReach } from '../../../access/bucket-reach';
import { forBuckets } from '../../../access/managed-policies';
import { prove, type Proof } from '../../../access/proof/proof';
import type { Role } from '../../../access/facts/role';
import { wholeBucket } from '../../../access/proof/s3-targets';
import type { Evidence } from '../../../evidence';
import { guardedBucket } from '../own-prefix';

const known = new WeakMap<Role, readonly Proof[]>();

/** For each training bucket whether a role touches anything in it. */
export function touchedData({ access, cloud }: Evidence, role: Role): readonly Proof[] {
  const earlier = known.get(role);
  if (earlier !== undefined) return earlier;
  const asked = forBuckets(role);
  const proofs = cloud.buckets.map((bucket): Proof => {
    const guarded = guardedBucket(access, bucket, role.arn);
    return mayReach(asked, bucket.name, guarded.policy)
      ? prove(access, asked, wholeBucket(guarded))
      : { verdict: 'proved' };
  });
  known.set(role, proofs);
  return proofs;
}
