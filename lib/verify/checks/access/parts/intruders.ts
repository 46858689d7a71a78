import { SESSION_TAGS } from '../../../../model/iam/pod-identity-trust';
import { ANYTHING, concat, glob, literal, type Glob } from '../../../glob/glob';
import { exampleOf } from '../../../glob/language';
import { namedPrincipals, type NamedPrincipal } from '../../../access/named-principals';
import type { Policy } from '../../../access/policy/policy';
import { actionMatches } from '../../../access/policy/statement-match';
import { strangeAccount } from '../../../access/supposed-role';
import type { Role } from '../../../access/facts/role';
import type { TrainingBucket } from '../../../cloud/cloud-scope';
import type { Evidence } from '../../../evidence';
import { notKnown, type Problem } from '../../../problem';

/** Somebody whom the policy of a bucket names, and nothing says that it should. */
export interface NamedIntruder {
  readonly who: string;
  readonly role: Role;
  readonly isForeign: boolean;
  /** False where the description, which is not there, would say whether it is meant. */
  readonly isSure: boolean;
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
        yield notKnown(`lets ${kind} ${names.join(', ')} in, and who that is is not known`, { at: place });
  }
}

/** Whoever a policy names and who is of another account. */
export function foreignPrincipals(policy: Policy, partition: string, account: string): readonly NamedPrincipal[] {
  const accounts = [account, strangeAccount(account)];
  return namedPrincipals(policy, { partition, accounts, except: [] }).filter(({ role }) => role.account !== account);
}

/** Projects' roles, and those that the description lets into a bucket, by ARN. */
export function meantPrincipals(
  { cloud, platform }: Pick<Evidence, 'cloud' | 'platform'>,
  use: TrainingBucket['use'],
): readonly string[] {
  const { administrators = [], dataLoaders = [], checkpointReaders = [] } = platform?.aws?.access ?? {};
  const others = use === 'datasets' ? dataLoaders : checkpointReaders.map(({ role }) => role);
  return [...administrators, ...others, ...cloud.identities.flatMap(({ role }) => role.arn ?? [])];
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
  const ofProjects = cloud.identities.map(({ role }) => role);
  const meant = meantPrincipals({ cloud, platform }, use);
  const except = [...meant.map((arn) => literal(arn)), ...ofProjects.flatMap(besides)];
  const accounts = [account, strangeAccount(account)];
  for (const { role, written } of namedPrincipals(policy, { partition, accounts, except })) {
    const isForeign = role.account !== account;
    if (!isForeign && meant.includes(role.arn ?? '')) continue;
    const who = written === role.arn || /^(?:\d+|.*:root)$/.test(written) ? written : `${role.arn} (${written})`;
    const isSure = isForeign || (platform?.aws !== undefined && ofProjects.length > 0);
    for (const carried of [tags, new Map<string, string>()])
      yield { who, role: { ...role, tags: carried }, isForeign, isSure };
  }
}

/**
 * Tags that the conditions of a policy speak of and that training does not carry, each with one value that they name: by a
 * tag a policy can let somebody through as well as by a name.
 */
export function* otherTags(
  { statements }: Policy,
  tags: Role['tags'],
): Generator<{ readonly shown: string; readonly tags: Role['tags'] }> {
  const own = new Set([...tags.keys()].map((key) => key.toLowerCase()));
  const named = new Map<string, string>();
  for (const { key, shownKey, values } of statements.flatMap(({ conditions }) => conditions)) {
    const tag = /^aws:principaltag\/(.+)$/.exec(key)?.[1];
    if (tag === undefined || own.has(tag)) continue;
    for (const value of values) named.set(`${shownKey.slice(shownKey.indexOf('/') + 1)}=${value}`, value);
  }
  for (const [shown, value] of named) {
    const text = exampleOf({ all: [[glob(value)]], none: [] }) ?? value;
    yield { shown, tags: new Map([...tags, [shown.slice(0, shown.indexOf('=')), text]]) };
  }
}

/** Values of a tag that the conditions of a policy name beside the one that training carries, one text for each pattern. */
export function otherValues({ statements }: Policy, tag: string, own: string | undefined): readonly string[] {
  const named = statements
    .flatMap(({ conditions }) => conditions)
    .filter(({ key }) => key === `aws:principaltag/${tag.toLowerCase()}`)
    .flatMap(({ values }) => values.map((value) => exampleOf({ all: [[glob(value)]], none: [] }) ?? value));
  return [...new Set(named)].filter((value) => value !== own);
}

/** Tags of a session of Pod Identity that others than the platform choose, or that are of another session of the same role. */
const OF_SESSIONS: readonly (readonly [tag: string, what: string])[] = [
  ['eks-cluster-name', 'cluster'],
  [SESSION_TAGS.serviceAccount, 'service account'],
  ['kubernetes-pod-name', 'pod'],
  ['kubernetes-pod-uid', 'pod'],
];

/** The same role from whatever else the conditions of a policy name: whoever starts a job calls its pods as he likes. */
export function* otherSessions(
  policy: Policy,
  tags: Role['tags'],
): Generator<{ readonly shown: string; readonly tags: Role['tags'] }> {
  if (!tags.has(SESSION_TAGS.cluster)) return;
  for (const [tag, what] of OF_SESSIONS)
    for (const value of otherValues(policy, tag, tags.get(tag)))
      yield { shown: `${what} ${value}`, tags: new Map([...tags, [tag, value]]) };
}

/** Roles of the path of projects' roles: whoever makes one there makes a project's. Without a path of their own, none. */
export function besides({ arn, path }: Role): readonly Glob[] {
  if (arn === undefined || path === undefined || path === '/') return [];
  return [concat(literal(arn.slice(0, arn.lastIndexOf('/') + 1)), ANYTHING)];
}
