import { grouped } from '../../../model/grouped';
import type { InputFaults } from '../../input/input-fault';
import { isKind, type KubernetesObject } from '../../input/kubernetes-object';
import type { EnforcingCni } from '../premises';
import { isAdminPolicy, readAdminPolicy, type AdminPolicy } from './admin-policy';
import { asSupported } from './admin-support';
import { entityPolicy } from './cilium-entities';
import { foreignPolicy, type ForeignPolicy } from './foreign-policy';
import { readNetworkPolicy, type NetworkPolicy } from './network-policy';
import { refusesStrayFields } from './stray-fields';

/** Every network policy of the input, by the way it takes effect. */
export interface Policies {
  /** NetworkPolicies by namespace. */
  readonly byNamespace: ReadonlyMap<string, readonly NetworkPolicy[]>;
  /** Policies before and after the NetworkPolicies, lowest priority number first. */
  readonly admin: readonly AdminPolicy[];
  readonly baseline: readonly AdminPolicy[];
  readonly foreign: readonly ForeignPolicy[];
}

/**
 * Reads all policies of the input; what the API server would refuse is a fault.
 *
 * @param cni what enforces them: kinds that it does not know do nothing
 */
export function readPolicies(objects: readonly KubernetesObject[], faults: InputFaults, cni?: EnforcingCni): Policies {
  const ofNamespaces: NetworkPolicy[] = [];
  const tiers: AdminPolicy[] = [];
  const foreign: ForeignPolicy[] = [];
  for (const object of objects) {
    const isNetworkPolicy = isKind(object, 'networking.k8s.io', 'NetworkPolicy');
    if (isNetworkPolicy || isAdminPolicy(object)) {
      if (refusesStrayFields(object)) continue;
      if (isNetworkPolicy) {
        const policy = readNetworkPolicy(object);
        if (policy !== undefined) ofNamespaces.push(policy);
      } else {
        const policy = readAdminPolicy(object);
        if (policy !== undefined) tiers.push(asSupported(policy, cni));
      }
      continue;
    }
    const toEntities = entityPolicy(object);
    if (toEntities !== undefined) {
      // Nobody else reads it: it neither opens nor shuts.
      if (cni === undefined || cni === 'cilium') ofNamespaces.push(toEntities);
      continue;
    }
    const other = foreignPolicy(object);
    if (other !== undefined) foreign.push(other);
  }
  faults.refuse();
  const ordered = (tier: AdminPolicy['tier']): readonly AdminPolicy[] =>
    tiers.filter((policy) => policy.tier === tier).sort((a, b) => a.priority - b.priority);
  return {
    byNamespace: grouped(ofNamespaces, ({ namespace }) => namespace),
    admin: ordered('admin'),
    baseline: ordered('baseline'),
    foreign,
  };
}
