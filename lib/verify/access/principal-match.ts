import type { Match } from '../match';
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

/** The way that counts most, of all in which a statement names a role. */
export function principalMatch(
  statement: Pick<Statement, 'principals' | 'effect'>,
  role: Named & Pick<Role, 'boundary'>,
): PrincipalMatch {
  const ways = principalWays(statement, role);
  return SUREST_FIRST.find((way) => ways.has(way)) ?? 'no';
}

const SUREST_FIRST = ['everybody', 'direct', 'account', 'maybe', 'session'] as const;

/**
 * Every way in which a statement names a role: beside the role itself one of its sessions, whose rights another limit
 * holds; none where it is about others.
 */
export function principalWays(
  { principals, effect }: Pick<Statement, 'principals' | 'effect'>,
  role: Named & Pick<Role, 'boundary'>,
): ReadonlySet<PrincipalMatch> {
  if (principals === undefined) return new Set(['everybody']);
  if (principals.negated) {
    const way = notNamedBy(principals, effect, role);
    return new Set(way === 'no' ? [] : [way]);
  }
  return new Set(namedBy(principals, role));
}

/** Whether a statement names a role in one of some ways; perhaps, where it does so in none of them for sure. */
export function namedAs(
  statement: Pick<Statement, 'principals' | 'effect'>,
  role: Named & Pick<Role, 'boundary'>,
  how: readonly PrincipalMatch[],
): Match {
  const ways = [...principalWays(statement, role)].filter((way) => how.includes(way));
  if (ways.length === 0) return 'no';
  return ways.every(isUnsure) ? 'maybe' : 'yes';
}

/** Whether a statement is about everybody but some of the role's sessions: whoever is none of them counts as everybody. */
export function meansMost(
  statement: Pick<Statement, 'principals' | 'effect'>,
  role: Named & Pick<Role, 'boundary'>,
): boolean {
  return statement.principals?.negated === true && isUnsure(principalMatch(statement, role));
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

function namedBy({ everybody, byKind }: Principals, role: Named): readonly PrincipalMatch[] {
  if (everybody) return ['everybody'];
  // A canonical user is an account by a number that S3 alone knows.
  const canonical = byKind.has('CanonicalUser') ? (['maybe'] as const) : [];
  const names = (byKind.get('AWS') ?? []).map((given) => nameOf(given, role));
  return [...canonical, ...names.map((name) => (name === 'perhaps its account' ? 'maybe' : name))].filter(
    (name) => name !== 'no',
  );
}

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
