import { nameInArn } from '../../model/aws/arn';
import { concat, glob, literal, type Glob } from '../glob/glob';
import { exampleOf } from '../glob/language';
import { wholeAccount } from './principal-match';
import type { Policy } from './policy/policy';
import { supposedRole } from './supposed-role';
import type { Role } from './facts/role';

/** Somebody whom a policy names, as a role that may do everything: only the policy itself stands in its way. */
export interface NamedPrincipal {
  /** What stands in the policy. */
  readonly written: string;
  readonly role: Role;
}

export interface PrincipalSearch {
  readonly partition: string;
  /** Accounts that are tried beside those that the policy names. */
  readonly accounts: readonly string[];
  /** Principals that a pattern may well mean: another one is taken for it, if there is any. */
  readonly except: readonly Glob[];
}

const CONDITIONS: ReadonlySet<string> = new Set(['aws:principalarn', 'aws:principalaccount', 'kms:calleraccount']);

/**
 * Everybody whom a policy treats in a way of their own: nobody else can be told from a stranger. Where a pattern leaves the
 * account open, one of each account is taken.
 */
export function namedPrincipals(policy: Policy, search: PrincipalSearch): readonly NamedPrincipal[] {
  const written = new Set(policy.statements.flatMap(namesIn));
  const accounts = new Set([
    ...search.accounts,
    ...[...written].flatMap((name) => /^(?:[^:]+:[^:]+:[^:]+::)?(\d{12})(?:$|:)/.exec(name)?.[1] ?? []),
  ]);
  const found = new Map<string, NamedPrincipal>();
  for (const name of written) {
    for (const arn of arnsOf(name, search, [...accounts]))
      if (!found.has(arn)) found.set(arn, { written: name, role: roleOf(arn, policy) });
  }
  return [...found.values()];
}

function namesIn({ principals, conditions }: Policy['statements'][number]): readonly string[] {
  const inConditions = conditions.filter(({ key }) => CONDITIONS.has(key)).flatMap(({ values }) => values);
  return [...(principals?.byKind.get('AWS') ?? []), ...inConditions];
}

/** Principals that a name means, one of each kind and account; none for `*` and for ids of principals that are gone. */
function arnsOf(name: string, { partition, except }: PrincipalSearch, accounts: readonly string[]): readonly string[] {
  if (name === '*') return [];
  const iam = `arn:${partition}:iam::`;
  const account = wholeAccount(name);
  if (account !== undefined) return [`${iam}${account}:role/stranger`];
  if (!isPattern(name)) {
    const session = /^arn:[^:]+:sts::(\d{12}):assumed-role\/([^/]+)/.exec(name);
    // The path of a session's role its ARN does not show.
    if (session !== null) return [`${iam}${session[1]}:role/${session[2]}`];
    return /^arn:[^:]+:(?:iam|sts)::\d{12}:(?:role|user|federated-user)\//.test(name) ? [name] : [];
  }
  const meant = glob(name.replace(/\$\{[^}]*\}/g, '*'));
  return accounts.flatMap((id) =>
    ['role', 'user'].flatMap((kind) => {
      const all = concat(literal(`${iam}${id}:${kind}/`), glob('?*'));
      return exampleOf({ all: [[meant], [all]], none: except }) ?? [];
    }),
  );
}

function isPattern(name: string): boolean {
  return /[*?]|\$\{/.test(name);
}

function roleOf(arn: string, policy: Policy): Role {
  const [, , , , account = '', ...rest] = arn.split(':');
  const principal = rest.join(':');
  const name = nameInArn(principal);
  const path = principal.slice(principal.indexOf('/'), principal.lastIndexOf('/') + 1);
  return { ...supposedRole(name, account, { path, everything: policy }), arn };
}
