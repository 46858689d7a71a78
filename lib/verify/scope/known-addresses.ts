import { INSTANCE_METADATA as METADATA, POD_IDENTITY_AGENT as AGENT } from '../../model/network/link-local';
import type { Evidence } from '../evidence';
import { either, ports } from '../reachability/connections';
import { DNS_PORTS } from './services';
import { blocks, type Addresses } from '../reachability/addresses';

/** Agent of EKS Pod Identity (https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html). */
export const POD_IDENTITY_AGENT = blocks([AGENT.cidr, 'fd00:ec2::23/128']);

/** Ports of its own node that a pod needs: that agent, and DNS where it runs on the node. */
export const NODE_PORTS = either(ports('TCP', AGENT.port), DNS_PORTS);

/** Instance metadata: credentials of the node (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html). */
export const INSTANCE_METADATA = blocks([METADATA, 'fd00:ec2::254/128']);

/** NodeLocal DNSCache (https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/). */
const NODE_LOCAL_DNS = '169.254.20.10/32';

/** Addresses at which the cluster's DNS answers, beside its pods. */
export function dnsAddresses({ platform }: Evidence): Addresses {
  const dns = platform?.network.dns;
  const given = typeof dns === 'object' ? Object.values(dns as Readonly<Record<string, string>>) : [];
  return blocks([NODE_LOCAL_DNS, ...given.map((address) => `${address}/32`)]);
}
