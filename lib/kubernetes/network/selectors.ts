import { NAMESPACE_NAME_LABEL } from '../../model';
import type { PodDestination, PodSelection } from '../../model';
import type { LabelSelector, NetworkPolicyEgressRule, NetworkPolicyPeer, NetworkPolicyPort } from '../api';

/** Every pod of the policy's own namespace. */
export const EVERY_POD: LabelSelector = {};

/** Selects pods by their labels. */
export function podsWith(labels: Readonly<Record<string, string>>): LabelSelector {
  return { matchLabels: { ...labels } };
}

/**
 * A namespace by the label that the API server sets and nobody can change. Any other label may be set by whoever may
 * update namespaces.
 */
export function namespaceNamed(name: string): LabelSelector {
  return { matchLabels: { [NAMESPACE_NAME_LABEL]: name } };
}

/** Pods of one namespace: both selectors in one peer, which means "and". Two peers would mean "or". */
export function podsIn({ namespace, podLabels }: PodSelection): NetworkPolicyPeer {
  return { namespaceSelector: namespaceNamed(namespace), podSelector: podsWith(podLabels) };
}

/** Blocks of addresses, one peer each. Never with `except`, which enforcers have ignored (aws-network-policy-agent#92). */
export function blocks(cidrs: readonly string[]): NetworkPolicyPeer[] {
  // An empty list of peers means every peer: what was meant as nothing would open everything.
  if (cidrs.length === 0) throw new Error('blocks: a rule needs at least one block of addresses');
  return cidrs.map((cidr) => ({ ipBlock: { cidr } }));
}

export const tcp = (port: number): NetworkPolicyPort => ({ protocol: 'TCP', port });
export const udp = (port: number): NetworkPolicyPort => ({ protocol: 'UDP', port });

/** A rule to the pods of a destination on its one port. */
export function egressTo(destination: PodDestination): NetworkPolicyEgressRule {
  return { to: [podsIn(destination)], ports: [tcp(destination.port)] };
}
