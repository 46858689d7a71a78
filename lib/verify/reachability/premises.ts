import { ALL_V4, contains, bothAddresses, isEmpty, NO_ADDRESSES, withoutAddresses, type Addresses } from './addresses';
import type { Match } from '../labels/selector';

/** What enforces the policies; decides what an `ipBlock` means for pods. */
export type EnforcingCni = 'vpc-cni' | 'cilium' | 'calico';

/**
 * Facts that no policy shows and that change what a policy means. Without `cni`, blocks are read as the API describes
 * them, as addresses outside the cluster (https://kubernetes.io/docs/concepts/services-networking/network-policies/);
 * a proof asks for it by name.
 */
export interface NetworkPremises {
  readonly cni?: EnforcingCni;
  /** Where pods have their addresses. @default - anywhere in IPv4 */
  readonly podAddresses?: Addresses;
  /** Where no pod has its address; counts as long as nobody says where they have them. @default - nowhere */
  readonly noPodAddresses?: Addresses;
  /** Whether services with a node port answer only on addresses that pods cannot use, such as loopback. @default false */
  readonly nodePortsShut?: boolean;
}

/**
 * Whether pods are among the addresses of an `ipBlock` of a NetworkPolicy. The VPC CNI and Calico match packets by
 * address, whoever sends them; Cilium never matches a pod by address
 * (https://docs.cilium.io/en/stable/security/policy/language/#ip-cidr-based).
 */
export function blockMatchesPods(block: Addresses, premises: NetworkPremises): Match {
  const { cni } = premises;
  if (cni === undefined || cni === 'cilium') return 'no';
  return addressesMatchPods(block, premises);
}

/**
 * Whether pods are among the `networks` of an admin policy, which by its API match traffic inside the cluster as well.
 */
export function networksMatchPods(networks: Addresses, premises: NetworkPremises): Match {
  const { cni, podAddresses } = premises;
  const match = addressesMatchPods(networks, premises);
  // Without any fact a block that is not the whole space is taken for what it was made for: an outside range.
  return match === 'maybe' && cni === undefined && podAddresses === undefined ? 'no' : match;
}

function addressesMatchPods(
  block: Addresses,
  {
    noPodAddresses = NO_ADDRESSES,
    podAddresses = withoutAddresses(ALL_V4, noPodAddresses),
  }: Pick<NetworkPremises, 'podAddresses' | 'noPodAddresses'>,
): Match {
  if (contains(block, podAddresses)) return 'yes';
  return isEmpty(bothAddresses(block, podAddresses)) ? 'no' : 'maybe';
}
