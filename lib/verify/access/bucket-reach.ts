import { onceFor } from '../once-for';
import type { Role } from './facts/role';
import type { Patterns, Policy } from './policy/policy';

/**
 * Whether requests of a role about a bucket can be allowed at all, as far as names go: its own policies can mean the bucket, or
 * the bucket's policy allows something. Cheap, so that a thousand roles and a thousand buckets, of which each role names one,
 * are not a million proofs.
 *
 * @param policy that of the bucket
 */
export function mayReach(role: Role, bucket: string, policy: Policy | undefined): boolean {
  const named = namedBuckets(role);
  return named === 'any' || named.has(bucket) || (policy !== undefined && allows(policy));
}

/** Whether a policy allows anything to anybody. */
export const allows = onceFor(({ statements }: Policy) => statements.some(({ effect }) => effect === 'Allow'));

/** Buckets that the policies of a role name in so many words. */
const namedBuckets = onceFor(({ identity, missing }: Role): ReadonlySet<string> | 'any' => {
  if (missing.length > 0) return 'any';
  const names = new Set<string>();
  for (const { effect, actions, resources } of identity.flatMap(({ statements }) => statements)) {
    if (effect !== 'Allow' || !meansS3(actions)) continue;
    if (resources === undefined || resources.negated) return 'any';
    for (const pattern of resources.patterns) {
      const name = BUCKET.exec(pattern)?.[1];
      if (name !== undefined) names.add(name);
      else if (!OTHER_SERVICE.test(pattern)) return 'any';
    }
  }
  return names;
});

const meansS3 = ({ patterns, negated }: Patterns): boolean =>
  negated || patterns.some((pattern) => /^(?:s3:|[^:]*[*?])/i.test(pattern));

/** Without wildcard or variable up to the end of the name. */
const BUCKET = /^arn:[a-z-]+:s3:::([^/*?$]+)(?:\/|$)/;
const OTHER_SERVICE = /^arn:[a-z-]+:(?!s3:)[a-z0-9-]+:/;
