import type { Role } from './facts/role';
import type { Principals } from './policy/policy';

/**
 * How a statement of a resource's policy names a role: with everybody else, itself (`direct`), by its account, not at
 * all, or perhaps.
 *
 * An account that is named hands the decision over to the policies of its identities; a role that is named needs no
 * more, within its boundary; what everybody may do, boundaries do not limit
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html).
 */
export type PrincipalMatch = 'everybody' | 'direct' | 'account' | 'no' | 'maybe';

export function principalMatch(
  principals: Principals | undefined,
  { arn, account, name, path }: Pick<Role, 'arn' | 'account' | 'name' | 'path'>,
): PrincipalMatch {
  if (principals === undefined) return 'everybody';
  const named = namedBy(principals, { arn, account, name, path });
  if (!principals.negated) return named;
  // Everybody but those. A session counts as named only if its own ARN is listed as well.
  if (named === 'no') return 'everybody';
  return named === 'account' || principals.everybody ? 'no' : 'maybe';
}

function namedBy(
  { everybody, byKind }: Principals,
  { arn, account, name, path }: Pick<Role, 'arn' | 'account' | 'name' | 'path'>,
): PrincipalMatch {
  if (everybody) return 'everybody';
  let result: PrincipalMatch = 'no';
  for (const given of byKind.get('AWS') ?? []) {
    if (given === arn) return 'direct';
    if (arn === undefined && mayBeRole(given, { name, path })) return 'maybe';
    if (given.includes(`:assumed-role/${name}/`)) result = result === 'account' ? result : 'maybe';
    const ofAccount = /^(?:(\d{12})|arn:[^:]+:iam::(\d{12}):root)$/.exec(given);
    const named = ofAccount?.[1] ?? ofAccount?.[2];
    if (named === undefined) continue;
    if (named === account) result = 'account';
    else if (account === undefined && result === 'no') result = 'maybe';
  }
  return result;
}

/** Whether an ARN may be that of a role whose account, or path as well, is not known. */
function mayBeRole(given: string, { name, path }: Pick<Role, 'name' | 'path'>): boolean {
  if (path !== undefined) return given.endsWith(`:role${path}${name}`);
  return given.includes(':role/') && given.endsWith(`/${name}`);
}
