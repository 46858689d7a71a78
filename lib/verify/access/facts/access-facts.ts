import type { Inputs } from '../../input/inputs';
import { documentFacts } from './document-facts';
import { eksctlIdentities } from './eksctl-facts';
import { joinedRoles } from './joined-roles';
import { onePolicyEach } from './one-policy';
import { planFacts } from './plan-facts';
import type { AccessFacts } from './role';

/**
 * Everything that the input says about access in the cloud.
 *
 * @throws InvalidInputError if a policy cannot be read
 */
export function accessFacts(inputs: Inputs): AccessFacts {
  const planned = inputs.plans.map((plan) => planFacts(plan, inputs.faults));
  const printed = documentFacts(inputs);
  const all = [...planned, printed];
  const placed = all.flatMap(({ buckets }) =>
    [...buckets].map(([name, policy]) => [name, { policy, place: policy.place }] as const),
  );
  const buckets = onePolicyEach(placed, 'bucket', inputs.faults);
  const ofPlans = {
    roles: planned.flatMap(({ roles }) => roles),
    rolesElsewhere: planned.flatMap(({ rolesElsewhere }) => rolesElsewhere),
  };
  const roles = joinedRoles(ofPlans, printed.roles, inputs.faults);
  inputs.faults.refuse();
  const { keys, missing } = keysOf(all);
  return {
    ...roles,
    users: all.flatMap(({ users }) => users),
    podIdentities: [...all.flatMap(({ podIdentities }) => podIdentities), ...eksctlIdentities(inputs)],
    buckets,
    keys,
    named: new Map(all.flatMap(({ named }) => [...named])),
    endpoints: all.flatMap(({ endpoints }) => endpoints),
    loose: {
      identity: all.flatMap(({ loose }) => loose.identity),
      trusts: all.flatMap(({ loose }) => loose.trusts),
      resources: all.flatMap(({ loose }) => loose.resources),
    },
    missing: [...all.flatMap((facts) => facts.missing), ...missing],
  };
}

/** Programs may give keys of their own the same name: which of them a name means is then not known. */
function keysOf(all: readonly AccessFacts[]): Pick<AccessFacts, 'keys' | 'missing'> {
  const entries = all.flatMap(({ keys }) => [...keys]);
  const count = (id: string): number => entries.filter(([other]) => other === id).length;
  const keys = entries.map(([id, policy]) =>
    count(id) === 1 ? ([id, policy] as const) : ([`${id} of ${policy.place.document.file.name}`, policy] as const),
  );
  const doubled = new Set(entries.flatMap(([id]) => (count(id) > 1 ? [id] : [])));
  return { keys: new Map(keys), missing: [...doubled].map((key) => ({ kind: 'key-policy', key })) };
}
