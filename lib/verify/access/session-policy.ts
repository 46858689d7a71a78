import { onlyOne } from '../only-one';
import type { AccessFacts, Role } from './facts/role';
import type { Policy } from './policy/policy';
import { trusted } from './trust';

/**
 * The policy that limits every session of a role: that of its one association, which only those who take it on by it have
 * (https://docs.aws.amazon.com/eks/latest/userguide/pod-id-assign-target-role.html). Whoever else the role trusts is limited
 * by none. Undefined without one, `unknown` if its text is not known.
 */
export function sessionPolicy(facts: Pick<AccessFacts, 'podIdentities'>, role: Role): Policy | 'unknown' | undefined {
  const associations = facts.podIdentities.filter((association) => association.role === role.name);
  const session = onlyOne(associations)?.session;
  if (session === undefined) return undefined;
  return trusted(role).every(({ kind }) => kind === 'pod-identity') ? session : undefined;
}
