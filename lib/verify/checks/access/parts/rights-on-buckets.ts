import type { KeyUse } from '../../../../model/storage/storage-keys';
import { mayReach } from '../../../access/bucket-reach';
import { prove } from '../../../access/proof/proof';
import type { GuardedBucket } from '../../../access/proof/s3-targets';
import type { Target } from '../../../access/proof/proof';
import type { Evidence } from '../../../evidence';
import type { Judged } from '../../../problem';
import { guardedBucket } from '../own-prefix';
import { identitySubject, proven } from './proven';

/** Judges every role of a project by requests about the buckets of a use, none of which it may be allowed. */
export function* rightsOnBuckets(
  { cloud }: Evidence,
  use: KeyUse,
  target: (bucket: GuardedBucket) => readonly Target[],
): Generator<Judged> {
  const buckets = cloud.buckets.filter((bucket) => bucket.use === use);
  if (buckets.length === 0) return;
  for (const identity of cloud.identities) {
    const { role, facts } = identity;
    const problems = buckets
      .map((bucket) => guardedBucket(facts, bucket, role.arn))
      .filter(({ name, policy }) => mayReach(role, name, policy))
      .flatMap((guarded) => proven(prove(facts, role, target(guarded))));
    yield { subject: identitySubject(identity), problems };
  }
}
