import type { Platform, Project } from '../../model';
import { liesInOneOf } from '../../model/network/cidr';
import { DNS_CACHE_PODS, DNS_PODS } from '../../model/network/dns-server';
import { LINK_LOCAL } from '../../model/network/link-local';
import type { NetworkPolicy, NetworkPolicyEgressRule, NetworkPolicyPeer } from '../api';
import { projectMetadata } from '../metadata';
import { hostEgress, type CiliumNetworkPolicy, type CiliumPort } from './cilium';
import { blocks, EVERY_POD, podsIn, tcp, udp } from './selectors';

/** Both protocols: answers that do not fit a datagram are asked again over TCP (RFC 7766). */
export const DNS_PORTS = [udp(53), tcp(53)];

/**
 * Who answers DNS, as peers of a policy; none where only the node itself does. A cache on the node answers for the pods
 * behind it and may be away: queries then go to those pods
 * (https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/).
 */
function dnsPeers(platform: Platform): NetworkPolicyPeer[] {
  const { cni, dns } = platform.network;
  if (dns === 'pods') return [podsIn(DNS_PODS)];
  const address = cni === 'cilium' && answersOnNode(platform) ? [] : blocks(addressOf(dns));
  if ('address' in dns) return address;
  return [podsIn(DNS_PODS), ...(cni === 'cilium' ? [podsIn(DNS_CACHE_PODS)] : address)];
}

/** The rule that lets pods ask, if any other than the node answers: without a peer it would be everybody. */
export function dnsEgress(platform: Platform): NetworkPolicyEgressRule[] {
  const to = dnsPeers(platform);
  return to.length === 0 ? [] : [{ to, ports: DNS_PORTS }];
}

/** Ports of the node where Cilium has its DNS: no block of addresses matches the node there. */
export function dnsOnHost(platform: Platform): CiliumPort[] {
  if (platform.network.cni !== 'cilium' || !answersOnNode(platform)) return [];
  return [
    { port: '53', protocol: 'UDP' },
    { port: '53', protocol: 'TCP' },
  ];
}

function answersOnNode({ network: { dns } }: Platform): boolean {
  return dns !== 'pods' && ('nodeLocal' in dns || addressOf(dns).some((cidr) => liesInOneOf(cidr, [LINK_LOCAL])));
}

function addressOf(dns: Platform['network']['dns']): string[] {
  if (dns === 'pods') return [];
  return [`${'nodeLocal' in dns ? dns.nodeLocal : dns.address}/32`];
}

/**
 * Lets the project's pods ask the cluster's DNS and no other server. Names still resolve, and a query carries data to
 * whoever owns the zone: only a resolver firewall closes that channel.
 */
export function allowDns(platform: Platform, project: Project): (NetworkPolicy | CiliumNetworkPolicy)[] {
  const metadata = projectMetadata(platform, project, 'allow-dns', {
    purpose: 'Names are resolved by the DNS of the cluster only.',
  });
  const egress = dnsEgress(platform);
  const onHost = dnsOnHost(platform);
  return [
    ...(egress.length === 0
      ? []
      : [
          {
            apiVersion: 'networking.k8s.io/v1',
            kind: 'NetworkPolicy',
            metadata,
            spec: { podSelector: EVERY_POD, policyTypes: ['Egress'], egress },
          } satisfies NetworkPolicy,
        ]),
    ...(onHost.length === 0 ? [] : [hostEgress(metadata, onHost)]),
  ];
}
