import type { Policy } from './policy/policy';
import { allowEverything } from './supposed-role';
import type { Role } from './facts/role';

/** Somebody whom a policy names, as a role that may do everything: only the policy itself stands in its way. */
export interface NamedPrincipal {
  /** What stands in the policy. */
  readonly written: string;
  readonly role: Role;
  /** Whether it stands for more than one. */
  readonly isPattern: boolean;
}

const CONDITIONS: ReadonlySet<string> = new Set(['aws:principalarn', 'aws:principalaccount', 'kms:calleraccount']);
const PRINCIPAL = /^arn:([^:]+):(?:iam|sts)::([^:]*):(.+)$/;

/**
 * Everybody whom a policy treats in a way of their own: nobody else can be told from a stranger. Where a pattern leaves the
 * account open, one of each account is taken.
 *
 * @param accounts that are tried beside those that the policy names
 */
export function namedPrincipals(
  policy: Policy,
  place: { readonly partition: string; readonly accounts: readonly string[] },
): readonly NamedPrincipal[] {
  const written = new Set(policy.statements.flatMap(namesIn));
  const accounts = new Set([
    ...place.accounts,
    ...[...written].flatMap((name) => /^(?:[^:]+:[^:]+:[^:]+::)?(\d{12})(?:$|:)/.exec(name)?.[1] ?? []),
  ]);
  const found = new Map<string, NamedPrincipal>();
  for (const name of written) {
    for (const arn of arnsOf(name, place.partition, [...accounts]))
      if (!found.has(arn)) found.set(arn, { written: name, role: roleOf(arn, policy), isPattern: /[*?$]/.test(name) });
  }
  return [...found.values()];
}

function namesIn({ principals, conditions }: Policy['statements'][number]): readonly string[] {
  const inConditions = conditions.filter(({ key }) => CONDITIONS.has(key)).flatMap(({ values }) => values);
  return [...(principals?.byKind.get('AWS') ?? []), ...inConditions];
}

/** One principal for each account that a name may mean; none for `*` and for ids of principals that are gone. */
function arnsOf(name: string, partition: string, accounts: readonly string[]): readonly string[] {
  if (/^\d{12}$/.test(name)) return [`arn:${partition}:iam::${name}:role/stranger`];
  const match = PRINCIPAL.exec(name);
  if (match === null) return [];
  const [, , account = '', given = ''] = match;
  const principal = given === 'root' ? 'role/stranger' : sampleOf(given);
  if (principal === undefined) return [];
  const among = /[*?$]/.test(account) ? accounts : [account];
  const service = principal.startsWith('federated-user/') ? 'sts' : 'iam';
  return among.map((id) => `arn:${partition}:${service}::${id}:${principal}`);
}

/** `role/analytics/stranger` for `role/analytics/*`; the role of a session, whose path its ARN does not show. */
function sampleOf(given: string): string | undefined {
  const plain = given
    .replace(/\$\{[^}]*\}/g, 'stranger')
    .replace(/\*+/g, 'stranger')
    .replaceAll('?', 'x');
  if (/^(?:role|user|federated-user)\//.test(plain)) return plain;
  const session = /^assumed-role\/([^/]+)/.exec(plain)?.[1];
  return session === undefined ? (plain.includes('stranger') ? `role/${plain}` : undefined) : `role/${session}`;
}

function roleOf(arn: string, policy: Policy): Role {
  const [, , , , account, ...rest] = arn.split(':');
  const principal = rest.join(':');
  return {
    name: principal.slice(principal.lastIndexOf('/') + 1),
    path: principal.slice(principal.indexOf('/'), principal.lastIndexOf('/') + 1),
    arn,
    account,
    tags: new Map(),
    identity: [allowEverything(policy)],
    boundary: undefined,
    trust: undefined,
    missing: [],
  };
}
