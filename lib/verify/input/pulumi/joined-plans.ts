import { grouped } from '../../../model/grouped';
import type { Plan } from './planned-resource';

const stackOf = ({ resources: [first] }: Plan): string => (first?.urn ?? '').split('::', 2).join('::');

/**
 * Plans of one account as one: what one stack makes, another one adds to, a rule to a security group, rights to a role. A stack
 * that does not show its account is of that of the others, as long as these are of one.
 */
export function joinedPlans(plans: readonly Plan[]): readonly Plan[] {
  const accounts = new Set(plans.flatMap(({ account }) => account.id ?? []));
  const [only] = accounts;
  const groups = grouped(plans, (plan) => plan.account.id ?? (accounts.size > 1 ? plan : only));
  return [...groups.values()].flatMap(states).map(joined);
}

/** A stack that is given twice, as it is and as it would be, is judged in both states and never beside itself. */
function states(plans: readonly Plan[]): readonly (readonly Plan[])[] {
  const stacks = [...grouped(plans, stackOf).values()];
  const most = Math.max(...stacks.map(({ length }) => length));
  return Array.from({ length: most }, (_, state) =>
    stacks.map((given) => given[Math.min(state, given.length - 1)] as Plan),
  );
}

function joined(plans: readonly Plan[]): Plan {
  const [first] = plans as readonly [Plan, ...Plan[]];
  return {
    documents: plans.flatMap(({ documents }) => documents),
    resources: plans.flatMap(({ resources }) => resources),
    account: (plans.find(({ account }) => account.id !== undefined) ?? first).account,
  };
}
