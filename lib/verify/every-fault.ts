import { isInvalidInput } from '../model/fault/fault';
import { accessFacts } from './access/facts/access-facts';
import { Authority } from './authority/authority';
import type { Inputs } from './input/inputs';
import { Placement } from './placement/placement';
import { readPolicies } from './reachability/policies/policies';
import { workloadsOf } from './workload/workload';

/** Everything that reads objects, each part for itself. */
const READERS: readonly ((inputs: Inputs) => unknown)[] = [
  workloadsOf,
  ({ objects, faults }) => readPolicies(objects, faults),
  (inputs) => new Authority(inputs),
  (inputs) => new Placement(inputs),
  accessFacts,
];

/**
 * Reads on where one part of the input is broken: whoever mends that would meet the faults of the next part one by one.
 *
 * @throws InvalidInputError with all of them, if there is any
 */
export function refuseEveryFault(inputs: Inputs): void {
  for (const read of READERS) {
    try {
      read(inputs);
    } catch (error) {
      if (!isInvalidInput(error)) throw error;
    }
  }
  inputs.faults.refuseForVerdict();
}
