import { glob, globMatches } from '../../access/glob/glob';
import { namedPrincipals, type NamedPrincipal } from '../../access/named-principals';
import type { Policy } from '../../access/policy/policy';
import { actionMatches } from '../../access/policy/statement-match';
import type { Role } from '../../access/facts/role';
import type { TrainingBucket } from '../../cloud/cloud-scope';
import type { Evidence } from '../../evidence';
import { isUnknown, type Problem } from '../finding';

/** Somebody whom the policy of a bucket names, and nothing says that it should. */
export interface NamedIntruder {
  readonly who: string;
  readonly role: Role;
  readonly isForeign: boolean;
  /** False where the description, which is not there, would say whether it is meant. */
  readonly isSure: boolean;
}

/** A strange account, whatever the own one is. */
export function strangeAccount(account: string): string {
  return account === '999999999999' ? '999999999998' : '999999999999';
}

/**
 * Principals whom a policy allows something and who cannot be tried: what sessions of an identity provider are called, and
 * whose account a canonical id is, nothing here tells.
 */
export function* untriedPrincipals({ statements, place }: Policy, actions: readonly string[]): Generator<Problem> {
  for (const { effect, principals, actions: allowed } of statements) {
    if (effect !== 'Allow' || !actions.some((action) => actionMatches(allowed, action))) continue;
    for (const [kind, names] of principals?.byKind ?? [])
      if (kind !== 'AWS' && kind !== 'Service')
        yield isUnknown(`lets ${kind} ${names.join(', ')} in, and who that is is not known`, { at: place });
  }
}

/** Whoever a policy names and who is of another account. */
export function foreignPrincipals(policy: Policy, partition: string, account: string): readonly NamedPrincipal[] {
  return namedPrincipals(policy, { partition, accounts: [account, strangeAccount(account)] }).filter(
    ({ role }) => role.account !== account,
  );
}

/**
 * Whoever the policy of a bucket names beside projects' roles and those that the description lets through: administrators,
 * loaders of data, readers of checkpoints. Each with the tags that the fence asks of training, and without.
 */
export function* namedIntruders(
  { cloud, platform }: Pick<Evidence, 'cloud' | 'platform'>,
  { use }: TrainingBucket,
  policy: Policy,
  place: { readonly partition: string; readonly account: string; readonly tags: Role['tags'] },
): Generator<NamedIntruder> {
  const { partition, account, tags } = place;
  const { administrators = [], dataLoaders = [], checkpointReaders = [] } = platform?.aws?.access ?? {};
  const others = use === 'datasets' ? dataLoaders : checkpointReaders.map(({ role }) => role);
  const ofProjects = cloud.identities.map(({ role }) => role);
  const meant = new Set([...administrators, ...others, ...ofProjects.flatMap(({ arn }) => arn ?? [])]);
  for (const principal of namedPrincipals(policy, { partition, accounts: [account, strangeAccount(account)] })) {
    const { role, written } = principal;
    const isForeign = role.account !== account;
    if (!isForeign && (meant.has(role.arn ?? '') || ofProjects.some((own) => meansRoles(principal, own)))) continue;
    const who = isForeign || written === role.arn ? written : `${role.arn} (${written})`;
    const isSure = isForeign || (platform?.aws !== undefined && ofProjects.length > 0);
    for (const carried of [tags, new Map<string, string>()])
      yield { who, role: { ...role, tags: carried }, isForeign, isSure };
  }
}

/** A pattern for the path of projects' roles is about these roles; one that reaches beyond their path is not. */
function meansRoles({ written, role, isPattern }: NamedPrincipal, own: Role): boolean {
  return isPattern && own.path === role.path && own.arn !== undefined && globMatches(glob(written), own.arn);
}
