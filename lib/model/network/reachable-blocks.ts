import type { AwsProps } from '../aws/aws';
import { overlaps, parseIpv4Block } from './cidr';
import { shown, type Fault } from '../fault/fault';
import type { PlatformProps } from '../platform/platform-props';
import type { Draft } from '../fault/shape';
import { planSubnets, vpcCidrFaults } from './subnets';

/** A block of addresses of the description, and where it stands or follows from. */
interface Block {
  readonly cidr: string;
  readonly path: string;
}

/**
 * Blocks that open a way to what lies in them by the way. On CNIs that match pods by address, a block of the nodes' subnets
 * means the pods of every namespace; one of the control plane's means the API server. A single address may lie in a subnet
 * of either, as that of an endpoint or a database does.
 */
export function reachableBlockFaults(props: Draft<PlatformProps>): Fault[] {
  const existing = props.aws?.existing;
  const { nodes, controlPlane } = clusterBlocks(props.aws);
  const api = list(props.controlPlane?.cidrs, 'controlPlane.cidrs');
  const endpoints = [
    ...list(existing?.endpointCidrs, 'aws.existing.endpointCidrs'),
    ...list(existing?.platformEndpointCidrs, 'aws.existing.platformEndpointCidrs'),
  ];
  const egress = (props.services ?? []).flatMap((service, index) =>
    (service?.egress ?? []).flatMap((to, at): Block[] =>
      typeof to === 'object' && 'cidr' in to && to.cidr !== undefined
        ? [{ cidr: to.cidr, path: `services[${index}].egress[${at}].cidr` }]
        : [],
    ),
  );
  return [
    ...crossings([...endpoints, ...egress, ...api], nodes, 'nodes and their pods'),
    ...crossings([...endpoints, ...egress], [...controlPlane, ...api], 'the control plane'),
  ];
}

function crossings(blocks: readonly Block[], others: readonly Block[], what: string): Fault[] {
  return blocks.flatMap(({ cidr, path }) => {
    const block = parseIpv4Block(cidr);
    if (block === undefined) return [];
    const crossed = others.find((other) => {
      const wider = parseIpv4Block(other.cidr);
      return wider !== undefined && overlaps(block, wider) && (block.prefix < 32 || wider.prefix === 32);
    });
    if (crossed === undefined) return [];
    return [
      {
        path,
        given: shown(cidr),
        allowed: `no block that holds addresses of ${what}: ${crossed.path} is ${crossed.cidr}`,
        fix: 'name the addresses that are meant, each as a /32, or put them into subnets of their own',
      },
    ];
  });
}

/** Subnets of nodes and of the control plane's interfaces, given or planned. */
function clusterBlocks(aws: Draft<AwsProps> | undefined): { nodes: readonly Block[]; controlPlane: readonly Block[] } {
  const { vpcCidr, zones, existing } = aws ?? {};
  if (existing !== undefined) {
    return {
      nodes: list(existing.nodeCidrs, 'aws.existing.nodeCidrs'),
      controlPlane: list(existing.controlPlaneCidrs, 'aws.existing.controlPlaneCidrs'),
    };
  }
  if (vpcCidr === undefined || vpcCidrFaults(vpcCidr, '').length > 0) return { nodes: [], controlPlane: [] };
  const plan = planSubnets(vpcCidr, zones?.length ?? 0);
  const planned = (cidrs: readonly string[], what: string): Block[] =>
    cidrs.map((cidr) => ({ cidr, path: `a subnet of ${what} in ${vpcCidr}` }));
  return { nodes: planned(plan.nodes, 'nodes'), controlPlane: planned(plan.controlPlane, 'the control plane') };
}

const list = (cidrs: readonly (string | undefined)[] | undefined, path: string): Block[] =>
  (cidrs ?? []).flatMap((cidr, index) => (cidr === undefined ? [] : [{ cidr, path: `${path}[${index}]` }]));
