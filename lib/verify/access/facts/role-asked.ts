import { suggestion } from '../../../model/fault/fault';
import { onlyOne } from '../../only-one';
import { UNKNOWN_TAGS } from './planned-tags';
import { findRole, type AccessFacts, type Role } from './role';

/**
 * The role that somebody asks about, by name or ARN. Policies that do not say whose they are count as its own; if the
 * input knows no role of that name and has such policies, they are all that is known of it.
 *
 * @returns a text with what is wrong if there is neither, or roles of several accounts are called so
 */
export function roleAsked(facts: AccessFacts, given: string): Role | string {
  const match = /^arn:[^:]+:iam::(\d{12}):role(\/(?:.+\/)?)([^/]+)$/.exec(given);
  const namesakes = facts.roles.filter(({ name }) => name === given);
  if (namesakes.length > 1)
    return `${namesakes.length} roles are called ${given}: give the ARN, ${namesakes.flatMap(({ arn }) => arn ?? []).join(' or ')}`;
  const found = findRole(facts.roles, given) ?? namesake(facts.roles, given, match);
  const { identity, trusts } = facts.loose;
  const trust = onlyOne(trusts);
  if (found !== undefined) {
    const missing = found.missing.filter(({ kind }) => kind !== 'every-policy' || identity.length === 0);
    return { ...found, identity: [...found.identity, ...identity], trust: found.trust ?? trust, missing };
  }
  const others = facts.roles.length > 0;
  const isWritten = facts.buckets.size > 0 && (match !== null || !others);
  if (identity.length === 0 && (trust === undefined || others) && !isWritten) {
    const names = facts.roles.map(({ name }) => name);
    return `no role ${given} in the input: ${suggestion(given, names, names.length === 0 ? 'it has no roles' : `there are ${names.join(', ')}`)}`;
  }
  return {
    name: match?.[3] ?? given,
    path: match?.[2],
    arn: match === null ? undefined : given,
    account: match?.[1],
    ...UNKNOWN_TAGS,
    identity,
    boundary: undefined,
    trust,
    missing: identity.length === 0 ? [{ kind: 'every-policy', role: given }] : [],
  };
}

/** A role that the input knows by name alone, such as from `get-role-policy`: the ARN that is asked about is its own. */
function namesake(roles: readonly Role[], arn: string, match: RegExpExecArray | null): Role | undefined {
  if (match === null) return undefined;
  const [, account, path, name] = match;
  const known = roles.find((role) => role.arn === undefined && role.name === name);
  return known === undefined ? undefined : { ...known, arn, account, path };
}
