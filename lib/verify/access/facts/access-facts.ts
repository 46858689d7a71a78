import type { Inputs } from '../../input/inputs';
import { documentFacts } from './document-facts';
import { planFacts } from './plan-facts';
import type { AccessFacts } from './role';

/**
 * Everything that the input says about access in the cloud.
 *
 * @throws InvalidInputError if a policy cannot be read
 */
export function accessFacts(inputs: Inputs): AccessFacts {
  const all = [...inputs.plans.map((plan) => planFacts(plan, inputs.faults)), documentFacts(inputs)];
  inputs.faults.refuse();
  return {
    roles: all.flatMap(({ roles }) => roles),
    podIdentities: all.flatMap(({ podIdentities }) => podIdentities),
    buckets: new Map(all.flatMap(({ buckets }) => [...buckets])),
    keys: new Map(all.flatMap(({ keys }) => [...keys])),
    named: new Map(all.flatMap(({ named }) => [...named])),
    endpoints: all.flatMap(({ endpoints }) => endpoints),
    loose: {
      identity: all.flatMap(({ loose }) => loose.identity),
      trusts: all.flatMap(({ loose }) => loose.trusts),
      resources: all.flatMap(({ loose }) => loose.resources),
    },
    missing: all.flatMap(({ missing }) => missing),
  };
}
