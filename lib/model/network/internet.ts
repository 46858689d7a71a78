import { formatIpv4Block, LOOPBACK, parseIpv4Block, PRIVATE_NETWORKS, remaining } from './cidr';
import { LINK_LOCAL } from './link-local';
import type { Platform } from '../platform/platform';

/** Addresses that are somebody's own and not of the internet, those of every node for itself among them. */
export const OWN_NETWORKS = [...PRIVATE_NETWORKS, LINK_LOCAL, LOOPBACK];

/** "This network", multicast and what is reserved (https://www.iana.org/assignments/ipv4-address-space). */
const NOBODY = ['0.0.0.0/8', '224.0.0.0/3'];

/**
 * The internet as blocks of IPv4: every address that is neither private nor one of the platform itself, whose network may
 * have public addresses. Blocks and not one block with `except`, which enforcers have ignored (aws-network-policy-agent#92).
 */
export function internetBlocks({ aws, network }: Platform): readonly string[] {
  const { vpcCidr, subnets } = aws ?? {};
  const platform = [
    ...(vpcCidr === undefined ? [] : [vpcCidr]),
    ...Object.values(subnets ?? {}).flat(),
    ...(network.controlPlane?.cidrs ?? []),
  ];
  const taken = [...OWN_NETWORKS, ...NOBODY, ...platform].flatMap((text) => parseIpv4Block(text) ?? []);
  return remaining({ base: 0, prefix: 0 }, taken).map(formatIpv4Block);
}
