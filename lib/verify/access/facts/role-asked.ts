import { suggestion } from '../../../model/fault';
import { findRole, type AccessFacts, type Role } from './role';

/**
 * The role that somebody asks about, by name or ARN. Policies that do not say whose they are count as its own; if the
 * input knows no role of that name and has such policies, they are all that is known of it.
 *
 * @returns a text with what is wrong if there is neither
 */
export function roleAsked(facts: AccessFacts, given: string): Role | string {
  const found = findRole(facts.roles, given);
  const { identity, trusts } = facts.loose;
  const trust = trusts.length === 1 ? trusts[0] : undefined;
  if (found !== undefined) return { ...found, identity: [...found.identity, ...identity], trust: found.trust ?? trust };
  if (identity.length === 0 && (trust === undefined || facts.roles.length > 0) && facts.buckets.size === 0) {
    const names = facts.roles.map(({ name }) => name);
    return `no role ${given} in the input: ${suggestion(given, names, names.length === 0 ? 'it has no roles' : `there are ${names.join(', ')}`)}`;
  }
  const match = /^arn:[^:]+:iam::(\d{12}):role(\/(?:.+\/)?)([^/]+)$/.exec(given);
  return {
    name: match?.[3] ?? given,
    path: match?.[2] ?? '/',
    arn: match === null ? undefined : given,
    account: match?.[1],
    tags: new Map(),
    identity,
    boundary: undefined,
    trust,
    missing: [],
  };
}
