import type { Match } from '../match';
import { onceFor } from '../once-for';
import { ALL_V4, bothAddresses, contains, isEmpty, NO_ADDRESSES, withoutAddresses, type Addresses } from './addresses';
import type { NetworkPremises } from './premises';
import { PRIVATE } from './private-addresses';

/**
 * Whether pods are among the addresses of an `ipBlock` of a NetworkPolicy. The VPC CNI and Calico match packets by
 * address, whoever sends them; Cilium never matches a pod by address
 * (https://docs.cilium.io/en/stable/security/policy/language/#ip-cidr-based). Without a CNI a block stands for addresses
 * outside, but for one of private addresses that holds the address of a pod: whether that is matched is not known.
 *
 * @param own addresses of the pods, where they are known
 */
export function blockMatchesPods(block: Addresses, premises: NetworkPremises, own?: Addresses): Match {
  const { cni } = premises;
  if (cni === 'cilium') return 'no';
  if (cni !== undefined) return addressesMatchPods(block, premises, own);
  if (own === undefined || !contains(PRIVATE, block)) return 'no';
  return isEmpty(bothAddresses(block, own)) ? 'no' : 'maybe';
}

/**
 * Whether pods are among the `networks` of an admin policy, which by its API match traffic inside the cluster as well.
 *
 * @param own addresses of the pods, where they are known
 */
export function networksMatchPods(networks: Addresses, premises: NetworkPremises, own?: Addresses): Match {
  const { cni, podAddresses } = premises;
  const match = addressesMatchPods(networks, premises, own);
  if (own !== undefined || podAddresses !== undefined || cni !== undefined) return match;
  // Without any fact a block that is not the whole space is taken for what it was made for: an outside range.
  return match === 'maybe' ? 'no' : match;
}

/** What writes blocks of addresses: NetworkPolicies, or admin policies of a tier. */
export type BlocksOf = 'policy' | 'tier';

/** Whether pods are among a block of addresses, by what writes it. */
export const podsAmong: Readonly<Record<BlocksOf, typeof blockMatchesPods>> = {
  policy: blockMatchesPods,
  tier: networksMatchPods,
};

/** The same for whoever is on a node's network, whose addresses no policy shows. */
export function networksMatchNodes(networks: Addresses): Match {
  return contains(networks, ALL_V4) ? 'yes' : isEmpty(networks) ? 'no' : 'maybe';
}

function addressesMatchPods(block: Addresses, premises: NetworkPremises, own?: Addresses): Match {
  const pods = own ?? premises.podAddresses ?? anywhere(premises);
  if (contains(block, pods)) return 'yes';
  return isEmpty(bothAddresses(block, pods)) ? 'no' : 'maybe';
}

/** Where pods may have their addresses as long as nobody says where they have them; asked for each block of each policy. */
const anywhere = onceFor(({ noPodAddresses = NO_ADDRESSES }: NetworkPremises) =>
  withoutAddresses(ALL_V4, noPodAddresses),
);
