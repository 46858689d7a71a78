import type { Fault } from '../fault/fault';
import { shown } from '../fault/fault';
import { formatIpv4Block, parseIpv4Block, subnet } from './cidr';

/** The subnets that a VPC block is cut into, one of each kind per zone, in the order of the zones. */
export interface SubnetPlan {
  /** Nodes and pods: an eighth of the VPC per zone. */
  readonly nodes: readonly string[];
  /**
   * Interface endpoints and nothing else: whatever lies in these subnets is reachable from every training pod, so
   * production load balancers or control-plane interfaces must not.
   */
  readonly endpoints: readonly string[];
  /**
   * Interface endpoints that nodes and operators need and training pods do not: no policy of a project names them. A
   * stranger's keys in a training pod find no log group and no registry to send data to.
   */
  readonly platformEndpoints: readonly string[];
  /** The control plane's network interfaces. */
  readonly controlPlane: readonly string[];
  /** Address translators, where nodes have a way to the internet at all; nothing else is ever in them. */
  readonly public: readonly string[];
}

/** Zones that fit the plan: four times an eighth for nodes leaves half of the VPC for everything else. */
export const MAX_ZONES = 4;

const NODE_BITS = 3;
const SMALL_BITS = 8;
const FIRST_PUBLIC_BLOCK = 0xec;
const FIRST_ENDPOINT_BLOCK = 0xf0;
const FIRST_PLATFORM_ENDPOINT_BLOCK = 0xf4;
const FIRST_CONTROL_PLANE_BLOCK = 0xf8;

/** `10.0.0.0/16` and two zones give nodes 10.0.0.0/19, 10.0.32.0/19, endpoints 10.0.240.0/24, 10.0.241.0/24, ... */
export function planSubnets(vpcCidr: string, zones: number): SubnetPlan {
  const vpc = parseIpv4Block(vpcCidr);
  if (vpc === undefined) throw new Error(`planSubnets: ${vpcCidr} is not an IPv4 block`);
  const cut = (bits: number, first: number): string[] =>
    Array.from({ length: zones }, (_, zone) => formatIpv4Block(subnet(vpc, vpc.prefix + bits, first + zone)));
  return {
    nodes: cut(NODE_BITS, 0),
    endpoints: cut(SMALL_BITS, FIRST_ENDPOINT_BLOCK),
    platformEndpoints: cut(SMALL_BITS, FIRST_PLATFORM_ENDPOINT_BLOCK),
    public: cut(SMALL_BITS, FIRST_PUBLIC_BLOCK),
    controlPlane: cut(SMALL_BITS, FIRST_CONTROL_PLANE_BLOCK),
  };
}

/** The VPC's resolver: its third address (https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html). */
export function vpcResolver(vpcCidr: string): string {
  const vpc = parseIpv4Block(vpcCidr);
  if (vpc === undefined) throw new Error(`vpcResolver: ${vpcCidr} is not an IPv4 block`);
  return formatIpv4Block(subnet(vpc, 32, 2));
}

/** AWS accepts VPCs from /16 to /28 and subnets down to /28, and the plan cuts eight bits off. */
export function vpcCidrFaults(text: string, path: string): Fault[] {
  const block = parseIpv4Block(text);
  if (block !== undefined && block.prefix >= 16 && block.prefix <= 20) return [];
  return [
    {
      path,
      given: shown(text),
      allowed: 'an IPv4 block without host bits from /16 to /20',
      fix: 'for example "10.0.0.0/16"; for a VPC that exists already give aws.existing instead',
    },
  ];
}
