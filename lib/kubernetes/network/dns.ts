import type { Platform, Project } from '../../model';
import type { NetworkPolicy, NetworkPolicyPeer } from '../api';
import { projectMetadata } from '../metadata';
import { hostEgress, type CiliumNetworkPolicy } from './cilium';
import { blocks, EVERY_POD, podsIn, tcp, udp } from './selectors';

/** Pods of the cluster's DNS. The label is kept by EKS, kubeadm and CoreDNS charts alike. */
export const DNS_PODS = { namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' } } as const;

/** Both protocols: answers that do not fit a datagram are asked again over TCP (RFC 7766). */
export const DNS_PORTS = [udp(53), tcp(53)];

/** Who answers DNS, as peers of a policy. */
export function dnsPeers({ network }: Platform): NetworkPolicyPeer[] {
  if (network.dns === 'pods') return [podsIn(DNS_PODS)];
  return blocks(['nodeLocal' in network.dns ? `${network.dns.nodeLocal}/32` : `${network.dns.address}/32`]);
}

/**
 * Lets the project's pods ask the cluster's DNS and no other server. Names still resolve, and a query carries data to
 * whoever owns the zone: only a resolver firewall closes that channel.
 */
export function allowDns(platform: Platform, project: Project): NetworkPolicy | CiliumNetworkPolicy {
  const metadata = projectMetadata(platform, project, 'allow-dns', {
    purpose: 'Names are resolved by the DNS of the cluster only.',
  });
  if (platform.network.cni === 'cilium' && platform.network.dns !== 'pods') {
    // Cilium never matches an address of the node by ipBlock (https://github.com/cilium/cilium/issues/34387).
    return hostEgress(metadata, [
      { port: '53', protocol: 'UDP' },
      { port: '53', protocol: 'TCP' },
    ]);
  }
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata,
    spec: { podSelector: EVERY_POD, policyTypes: ['Egress'], egress: [{ to: dnsPeers(platform), ports: DNS_PORTS }] },
  };
}
