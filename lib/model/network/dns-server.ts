import * as v from 'valibot';
import { KUBE_SYSTEM } from '../kubernetes/kubernetes-namespaces';
import { liesInOneOf, overlapsOneOf, parseIpv4Block, PRIVATE_NETWORKS } from './cidr';
import type { Fault } from '../fault/fault';
import { shown } from '../fault/fault';
import { INSTANCE_METADATA, LINK_LOCAL, POD_IDENTITY_AGENT } from './link-local';
import { shape, text, textOr, type Draft } from '../fault/shape';

/** Pods of the cluster's DNS. The label is kept by EKS, kubeadm and CoreDNS charts alike. */
export const DNS_PODS = { namespace: KUBE_SYSTEM, podLabels: { 'k8s-app': 'kube-dns' } } as const;

/** The cache of a node (https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/): a pod to Cilium, an address of the node to others. */
export const DNS_CACHE_PODS = { namespace: KUBE_SYSTEM, podLabels: { 'k8s-app': 'node-local-dns' } } as const;

/** Where the cluster's DNS answers. */
export type DnsProps =
  /** CoreDNS pods in kube-system with the label `k8s-app: kube-dns`. */
  | 'pods'
  /** NodeLocal DNSCache on its link-local address, usually 169.254.20.10. */
  | { readonly nodeLocal: string }
  /**
   * A DNS that is no pod, such as EKS Auto Mode's node service: no selector ever matches it
   * (https://github.com/aws/containers-roadmap/issues/2552), so its address is named.
   */
  | { readonly address: string };

export const dnsShape = v.optional(
  textOr(
    v.literal('pods'),
    v.lazy((input) =>
      typeof input === 'object' && input !== null && 'address' in input
        ? shape<{ address: string }>({ address: text })
        : shape<{ nodeLocal: string }>({ nodeLocal: text }),
    ),
  ),
);

/** Where a DNS of one's own may be: in private networks, those of tests among them (RFC 2544), and on the node. */
const PRIVATE = [...PRIVATE_NETWORKS, '198.18.0.0/15', LINK_LOCAL];

/**
 * Faults of the address of a resolver. A public one answers for everybody and takes every query to whoever runs it: names
 * of the cluster do not resolve there, and data leave by it.
 */
export function dnsServerFaults(cidr: string | undefined, given: string, path: string, example: string): Fault[] {
  if (cidr === undefined) return [];
  const isPrivate = liesInOneOf(cidr, PRIVATE) && !overlapsOneOf(cidr, [INSTANCE_METADATA, POD_IDENTITY_AGENT.cidr]);
  if (isPrivate) return [];
  return [
    {
      path,
      given: shown(given),
      allowed: parseIpv4Block(cidr) === undefined ? 'an IPv4 address' : 'a private address of a DNS of yours',
      fix: `for example "${example}"`,
    },
  ];
}

export function dnsFaults(dns: Draft<DnsProps> | undefined): Fault[] {
  if (typeof dns !== 'object') return [];
  return Object.entries(dns).flatMap(([field, address]) =>
    address === undefined ? [] : dnsServerFaults(`${address}/32`, address, `dns.${field}`, '169.254.20.10'),
  );
}
