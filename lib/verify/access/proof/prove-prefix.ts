import { suggestion } from '../../../model/fault/fault';
import type { AccessFacts, Role } from '../facts/role';
import { isPolicyOfBucket } from '../missing';
import type { Policy } from '../policy/policy';
import { namedBuckets } from './named-buckets';
import { prove, type Proof } from './proof';
import { insidePrefix, outsidePrefix, wholeBucket, type GuardedBucket } from './s3-targets';

/**
 * Proves that a role touches nothing under a prefix (`never`), or nothing else in the bucket (`only`).
 *
 * @param arn `arn:aws:s3:::bucket/prefix/`, or a bucket's ARN for all of it
 * @returns a text with what is wrong if it is no such ARN, or one of a bucket that the input says nothing of: its own policy
 *   may let the role in, and a misspelt name would be proved to be shut
 */
export function provePrefix(facts: AccessFacts, role: Role, arn: string, side: 'never' | 'only'): Proof | string {
  const match = /^arn:([^:]+):s3:::([a-z0-9][a-z0-9.-]+)(?:\/(.*))?$/.exec(arn);
  if (match === null) return `${arn} is no ARN of a bucket or a prefix in one, such as arn:aws:s3:::bucket/prefix/`;
  const [, partition, name, prefix = ''] = match as unknown as [string, string, string, string?];
  if (/[*?$]/.test(prefix)) return `${arn}: give the prefix itself; what follows it is meant anyway`;
  if (prefix !== '' && !prefix.endsWith('/'))
    return `${arn}: end the prefix with a slash, or it means its namesakes too`;
  if (prefix === '' && side === 'only') return `${arn}: only what? give a prefix`;
  const proof = withEveryPolicy(facts, name, (policy) => {
    const bucket: GuardedBucket = { name, partition, policy };
    if (prefix === '') return prove(facts, role, wholeBucket(bucket));
    return prove(facts, role, side === 'never' ? insidePrefix(bucket, prefix) : outsidePrefix(bucket, prefix));
  });
  const known = namedBuckets(facts, role);
  if (proof.verdict !== 'proved' || known.has(name)) return proof;
  const advice = suggestion(name, [...known], 'give its own policy, which may let the role in');
  return `${arn}: no policy of the input names bucket ${name}: ${advice}`;
}

/** The proof that does not depend on which of the policies that may be the bucket's is its own. */
function withEveryPolicy(facts: AccessFacts, bucket: string, ask: (policy: Policy | undefined) => Proof): Proof {
  const known = facts.buckets.get(bucket);
  const first = ask(known);
  const loose = known === undefined ? facts.loose.resources.filter((item) => item.bucket === bucket) : [];
  for (const { policy } of loose) {
    const proof = ask(policy);
    if (proof.verdict === first.verdict) continue;
    const witness = [first, proof].flatMap((item) => (item.verdict === 'proved' ? [] : (item.witness ?? [])))[0];
    return { verdict: 'unknown', missing: [{ kind: 'owner', policy: policy.place.name }], witness };
  }
  // A policy whose text is not known may let anybody in.
  const missing = loose.length === 0 ? facts.missing.filter(isPolicyOfBucket(bucket)) : [];
  return first.verdict === 'proved' && missing.length > 0 ? { verdict: 'unknown', missing, witness: undefined } : first;
}
