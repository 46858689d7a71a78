import { mayReach } from '../../../access/bucket-reach';
import { forBuckets } from '../../../access/managed-policies';
import { prove, type Proof } from '../../../access/proof/proof';
import type { Role } from '../../../access/facts/role';
import { wholeBucket } from '../../../access/proof/s3-targets';
import type { Evidence } from '../../../evidence';
import { onceFor } from '../../../once-for';
import { guardedBucket } from '../own-prefix';

/** For each training bucket whether a role touches anything in it. */
export function touchedData(evidence: Evidence, role: Role): readonly Proof[] {
  return proofsFor(evidence)(role);
}

const proofsFor = onceFor(({ access, cloud }: Evidence) =>
  onceFor((role: Role): readonly Proof[] => {
    const asked = forBuckets(role);
    return cloud.buckets.map((bucket): Proof => {
      const guarded = guardedBucket(access, bucket, role.arn);
      return mayReach(asked, bucket.name, guarded.policy)
        ? prove(access, asked, wholeBucket(guarded))
        : { verdict: 'proved' };
    });
  }),
);
