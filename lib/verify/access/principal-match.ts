import type { Role } from './facts/role';
import type { Principals, Statement } from './policy/policy';

/**
 * How a statement of a resource's policy names a role: with everybody else, itself (`direct`), one of its sessions, which
 * may be this one, by its account, not at all, or perhaps.
 *
 * An account that is named hands the decision over to the policies of its identities; a role that is named needs no
 * more, within its boundary; what everybody may do, or a session that is named, boundaries do not limit
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html).
 */
export type PrincipalMatch = 'everybody' | 'direct' | 'session' | 'account' | 'no' | 'maybe';

type Named = Pick<Role, 'arn' | 'account' | 'name' | 'path'>;

export function principalMatch(
  { principals, effect }: Pick<Statement, 'principals' | 'effect'>,
  role: Named & Pick<Role, 'boundary'>,
): PrincipalMatch {
  if (principals === undefined) return 'everybody';
  return principals.negated ? notNamedBy(principals, effect, role) : namedBy(principals, effect, role);
}

/** Whether it is not known that a statement is about the role's sessions. */
export function isUnsure(match: PrincipalMatch): boolean {
  return match === 'maybe' || match === 'session';
}

/**
 * Everybody but those. A session is left out only if its own ARN, its role and its account are listed, and by a deny
 * never if the role has a boundary
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html).
 */
function notNamedBy(
  { everybody, byKind }: Principals,
  effect: Statement['effect'],
  role: Named & Pick<Role, 'boundary'>,
): PrincipalMatch {
  if (everybody) return 'no';
  if (effect === 'Deny' && role.boundary !== undefined) return 'everybody';
  const names = (byKind.get('AWS') ?? []).map((given) => nameOf(given, role));
  return names.some((name) => name === 'direct' || name === 'session' || name === 'maybe') ? 'maybe' : 'everybody';
}

function namedBy({ everybody, byKind }: Principals, effect: Statement['effect'], role: Named): PrincipalMatch {
  if (everybody) return 'everybody';
  const names = new Set((byKind.get('AWS') ?? []).map((given) => nameOf(given, role)));
  const found = STRONGEST_FIRST[effect].find((name) => names.has(name));
  return found ?? (names.has('perhaps its account') ? 'maybe' : 'no');
}

/** An account that is denied is denied to all of it; one that is allowed still needs a policy of the role. */
const STRONGEST_FIRST = {
  Deny: ['direct', 'account', 'maybe', 'session'],
  Allow: ['direct', 'maybe', 'session', 'account'],
} as const;

/** Whom one principal of AWS means. */
function nameOf(
  given: string,
  { arn, account, name, path }: Named,
): 'direct' | 'session' | 'account' | 'perhaps its account' | 'maybe' | 'no' {
  if (given === arn) return 'direct';
  if (arn === undefined && mayBeRole(given, { name, path })) return 'maybe';
  const session = /^arn:[^:]+:sts::(\d{12}):assumed-role\/([^/]+)\//.exec(given);
  if (session !== null) {
    const isOwn = session[2] === name && (account === undefined || session[1] === account);
    return isOwn ? 'session' : 'no';
  }
  const named = wholeAccount(given);
  if (named === undefined) return 'no';
  if (account === undefined) return 'perhaps its account';
  return named === account ? 'account' : 'no';
}

/** The account that a principal means as a whole: by its number, or by its root. */
export function wholeAccount(principal: string): string | undefined {
  const found = /^(?:(\d{12})|arn:[^:]+:iam::(\d{12}):root)$/.exec(principal);
  return found?.[1] ?? found?.[2];
}

/** Whether an ARN may be that of a role whose account, or path as well, is not known. */
function mayBeRole(given: string, { name, path }: Pick<Role, 'name' | 'path'>): boolean {
  if (path !== undefined) return given.endsWith(`:role${path}${name}`);
  return given.includes(':role/') && given.endsWith(`/${name}`);
}
