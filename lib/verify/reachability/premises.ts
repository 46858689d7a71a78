import type { Addresses } from './addresses';

/** What enforces the policies; decides what an `ipBlock` means for pods. */
export type EnforcingCni = 'vpc-cni' | 'cilium' | 'calico';

/**
 * Facts that no policy shows and that change what a policy means. Without `cni`, blocks are read as the API describes
 * them, as addresses outside the cluster (https://kubernetes.io/docs/concepts/services-networking/network-policies/);
 * a proof asks for it by name.
 */
export interface NetworkPremises {
  /** What enforces the policies. @default - not known */
  readonly cni?: EnforcingCni;
  /** Where pods have their addresses. @default - anywhere in IPv4 */
  readonly podAddresses?: Addresses;
  /** Where no pod has its address; counts as long as nobody says where they have them. @default - nowhere */
  readonly noPodAddresses?: Addresses;
  /** Whether services with a node port answer only on addresses that pods cannot use, such as loopback. @default false */
  readonly nodePortsShut?: boolean;
}
