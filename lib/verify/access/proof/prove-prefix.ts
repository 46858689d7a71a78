import { bucketOf } from '../decision';
import type { AccessFacts, Role } from '../facts/role';
import { prove, type Proof } from './proof';
import { insidePrefix, outsidePrefix, wholeBucket, type GuardedBucket } from './s3-targets';

/**
 * Proves that a role touches nothing under a prefix (`never`), or nothing else in the bucket (`only`).
 *
 * @param arn `arn:aws:s3:::bucket/prefix/`, or a bucket's ARN for all of it
 * @returns a text with what is wrong if it is no such ARN
 */
export function provePrefix(facts: AccessFacts, role: Role, arn: string, side: 'never' | 'only'): Proof | string {
  const match = /^arn:([^:]+):s3:::([a-z0-9][a-z0-9.-]+)(?:\/(.*))?$/.exec(arn);
  if (match === null) return `${arn} is no ARN of a bucket or a prefix in one, such as arn:aws:s3:::bucket/prefix/`;
  const [, partition, name, prefix = ''] = match as unknown as [string, string, string, string?];
  if (/[*?$]/.test(prefix)) return `${arn}: give the prefix itself; what follows it is meant anyway`;
  if (prefix !== '' && !prefix.endsWith('/'))
    return `${arn}: end the prefix with a slash, or it means its namesakes too`;
  const bucket: GuardedBucket = { name, partition, policy: facts.buckets.get(bucketOf(arn)) };
  if (prefix === '')
    return side === 'never' ? prove(facts, role, wholeBucket(bucket)) : `${arn}: only what? give a prefix`;
  return prove(facts, role, side === 'never' ? insidePrefix(bucket, prefix) : outsidePrefix(bucket, prefix));
}
