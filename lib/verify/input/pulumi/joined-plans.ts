import { grouped } from '../../../model/grouped';
import type { Plan } from './planned-resource';

/**
 * Plans of one account as one: what one stack makes, another one adds to, a rule to a security group, rights to a role. A stack
 * that does not show its account is of that of the others, as long as these are of one.
 */
export function joinedPlans(plans: readonly Plan[]): readonly Plan[] {
  const accounts = new Set(plans.flatMap(({ account }) => account.id ?? []));
  const [only] = accounts;
  const groups = grouped(plans, (plan) => plan.account.id ?? (accounts.size > 1 ? plan : only));
  return [...groups.values()].map(joined);
}

function joined(plans: readonly Plan[]): Plan {
  const [first] = plans as readonly [Plan, ...Plan[]];
  return {
    documents: plans.flatMap(({ documents }) => documents),
    resources: plans.flatMap(({ resources }) => resources),
    account: (plans.find(({ account }) => account.id !== undefined) ?? first).account,
  };
}
