import * as ec2 from '@pulumi/aws/ec2';
import type * as pulumi from '@pulumi/pulumi';
import type { PlannedSubnet } from './subnets';

/** A subnet with its plan. */
export type MadeSubnet = PlannedSubnet & { readonly subnet: ec2.Subnet };

export interface Routes {
  readonly routeTables: readonly ec2.RouteTable[];
  readonly associations: readonly ec2.RouteTableAssociation[];
  readonly internetGateway?: ec2.InternetGateway;
  readonly natGateways: readonly ec2.NatGateway[];
  readonly addresses: readonly ec2.Eip[];
  readonly routes: readonly ec2.Route[];
}

/**
 * Routes of the planned subnets. There is none but the VPC's own: no gateway, no translator, no peering. With the weakening
 * `aws.unsafe.internet` the nodes of each zone get a translator of that zone, in subnets that hold nothing else.
 */
export function routes(
  name: string,
  vpcId: pulumi.Input<string>,
  subnets: readonly MadeSubnet[],
  tags: Record<string, string>,
  opts: pulumi.CustomResourceOptions,
): Routes {
  const isPublic = subnets.some(({ kind }) => kind === 'public');
  const table = (part: string): ec2.RouteTable =>
    new ec2.RouteTable(`${name}-${part}`, { vpcId, tags: { ...tags, Name: `${name}-${part}` } }, opts);
  const associate = (routeTable: ec2.RouteTable, members: readonly MadeSubnet[]): ec2.RouteTableAssociation[] =>
    members.map(
      ({ name: part, subnet }) =>
        new ec2.RouteTableAssociation(`${name}-${part}`, { routeTableId: routeTable.id, subnetId: subnet.id }, opts),
    );
  const isolated = table('isolated');
  const inside = subnets.filter(({ kind }) => kind !== 'public' && (kind !== 'nodes' || !isPublic));
  const associations = associate(isolated, inside);
  if (!isPublic) {
    return { routeTables: [isolated], associations, natGateways: [], addresses: [], routes: [] };
  }
  const internetGateway = new ec2.InternetGateway(`${name}-internet`, { vpcId, tags: { ...tags, Name: name } }, opts);
  const outside = table('public');
  const routeTables = [isolated, outside];
  const out: ec2.Route[] = [
    new ec2.Route(
      `${name}-public`,
      { routeTableId: outside.id, destinationCidrBlock: EVERYWHERE, gatewayId: internetGateway.id },
      opts,
    ),
  ];
  const natGateways: ec2.NatGateway[] = [];
  const addresses: ec2.Eip[] = [];
  for (const { zone, subnet, kind, name: part } of subnets) {
    if (kind !== 'public') continue;
    associations.push(
      new ec2.RouteTableAssociation(`${name}-${part}`, { routeTableId: outside.id, subnetId: subnet.id }, opts),
    );
    const address = new ec2.Eip(`${name}-nat-${zone}`, { domain: 'vpc', tags }, opts);
    const nat = new ec2.NatGateway(
      `${name}-nat-${zone}`,
      { subnetId: subnet.id, allocationId: address.id, tags: { ...tags, Name: `${name}-${zone}` } },
      { ...opts, dependsOn: [internetGateway] },
    );
    const nodes = table(`nodes-${zone}`);
    out.push(
      new ec2.Route(
        `${name}-nodes-${zone}`,
        { routeTableId: nodes.id, destinationCidrBlock: EVERYWHERE, natGatewayId: nat.id },
        opts,
      ),
    );
    associations.push(
      ...associate(
        nodes,
        subnets.filter((other) => other.kind === 'nodes' && other.zone === zone),
      ),
    );
    routeTables.push(nodes);
    natGateways.push(nat);
    addresses.push(address);
  }
  return { routeTables, associations, internetGateway, natGateways, addresses, routes: out };
}

const EVERYWHERE = '0.0.0.0/0';
