import type { InputFaults } from '../../input/input-fault';
import type { PlannedResource } from '../../input/pulumi/planned-resource';
import type { PlanValue } from '../../input/pulumi/wire-value';
import type { Missing } from '../missing';
import { policyName, type NamedPolicy } from '../policy/named-policy';
import type { Policy, PolicyPlace } from '../policy/policy';
import { readPolicy } from '../policy/read-policy';

/** Reads policies out of resources, and keeps those whose text the plan does not know. */
export class PolicyReader {
  readonly missing: Missing[] = [];

  constructor(private readonly faults: InputFaults) {}

  /** The policy, or undefined with it noted as missing or its fault reported. */
  read(value: PlanValue | undefined, from: PlannedResource, property: string, named: NamedPolicy): Policy | undefined {
    const demands = demandedOf(from.type, property);
    const place = {
      name: policyName(named),
      document: from.document,
      path: [...from.path, 'inputs', property],
      demands,
    };
    const policy = value === undefined ? 'unknown' : readPolicy(value, place, this.faults);
    if (policy !== 'unknown') return policy;
    this.missing.push(named);
    return undefined;
  }
}

/** Policies of roles say on what, trusts say who, policies of resources say both; AWS refuses them otherwise. */
function demandedOf(type: string, property: string): NonNullable<PolicyPlace['demands']> {
  if (property === 'assumeRolePolicy') return ['Principal'];
  return /^aws:(?:iam|eks)\//.test(type) ? ['Resource'] : ['Principal', 'Resource'];
}
