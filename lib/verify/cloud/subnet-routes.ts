import type { PlanLinks } from '../input/pulumi/plan-links';
import { knownField, knownList, knownText } from '../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../input/pulumi/planned-resource';
import { UNKNOWN, type PlanValue } from '../input/pulumi/wire-value';
import { ENDPOINT } from '../input/pulumi/resource-types';

export const VPC = 'aws:ec2/vpc:Vpc';
export const SUBNET = 'aws:ec2/subnet:Subnet';
export const ROUTE_TABLE = 'aws:ec2/routeTable:RouteTable';

/** A route that leaves the network. */
export interface WayOut {
  /** `0.0.0.0/0`. */
  readonly to: string;
  /** To the internet, to something else that the plan may not show, or not known at all. */
  readonly kind: 'internet' | 'elsewhere' | 'unknown';
  /** Property that says it: `natGatewayId`. */
  readonly by: string;
  readonly resource: PlannedResource;
}

/** The route table of a subnet; undefined where the plan associates none. */
export function routeTableOf(links: PlanLinks, subnet: PlannedResource): PlannedResource | undefined {
  const association = links
    .of('aws:ec2/routeTableAssociation:RouteTableAssociation')
    .find((item) => links.refersTo(item, 'subnetId', subnet));
  return association === undefined ? undefined : links.referenced(association, 'routeTableId', ROUTE_TABLE);
}

/** Whether a subnet has a way to where the cloud answers everybody, or may have one. */
export function leaves(links: PlanLinks, subnet: PlannedResource): boolean {
  const table = routeTableOf(links, subnet);
  return table !== undefined && [...waysOut(links, table)].length > 0;
}

/** The routes of a table that leave the network, those inside the table and those of their own. */
export function* waysOut(links: PlanLinks, table: PlannedResource): Generator<WayOut> {
  const inline = propertyOf(table, 'routes');
  if (inline === UNKNOWN) yield { to: '', kind: 'unknown', by: 'routes', resource: table };
  for (const route of knownList(inline)) yield* wayOut(table, (name) => knownField(route, name));
  for (const route of links.of('aws:ec2/route:Route')) {
    if (links.refersTo(route, 'routeTableId', table)) yield* wayOut(route, (name) => propertyOf(route, name));
  }
  yield* learnedWays(links, table);
}

/** Routes that a VPN gateway learns and propagates stand in no plan (https://docs.aws.amazon.com/vpn/latest/s2svpn/SetUpVPNConnections.html#vpn-configure-routing). */
function* learnedWays(links: PlanLinks, table: PlannedResource): Generator<WayOut> {
  const gateways = propertyOf(table, 'propagatingVgws');
  if (gateways === UNKNOWN || knownList(gateways).length > 0)
    yield { to: 'what a VPN gateway learns', kind: 'elsewhere', by: 'propagatingVgws', resource: table };
  for (const item of links.of('aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation')) {
    if (links.refersTo(item, 'routeTableId', table) || links.mayBeAny(item, 'routeTableId'))
      yield { to: 'what a VPN gateway learns', kind: 'elsewhere', by: 'vpnGatewayId', resource: item };
  }
  // https://docs.aws.amazon.com/vpc/latest/userguide/dynamic-routing-route-server.html
  for (const item of links.of('aws:vpc/routeServerPropagation:RouteServerPropagation')) {
    if (links.refersTo(item, 'routeTableId', table) || links.mayBeAny(item, 'routeTableId'))
      yield { to: 'what a route server learns', kind: 'elsewhere', by: 'routeServerId', resource: item };
  }
  // A gateway endpoint of another program carries what its policy lets through.
  for (const item of links.of('aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation')) {
    const endpoint = links.referenced(item, 'vpcEndpointId', ENDPOINT);
    if (links.refersTo(item, 'routeTableId', table) && endpoint === undefined)
      yield { to: 'a service', kind: 'elsewhere', by: 'vpcEndpointId', resource: item };
  }
}

const TO_INTERNET = ['gatewayId', 'natGatewayId', 'egressOnlyGatewayId'];
const ELSEWHERE = [
  'transitGatewayId',
  'vpcPeeringConnectionId',
  'networkInterfaceId',
  'localGatewayId',
  'carrierGatewayId',
  'coreNetworkArn',
  'vpcEndpointId',
  'odbNetworkArn',
];

function* wayOut(resource: PlannedResource, property: (name: string) => PlanValue | undefined): Generator<WayOut> {
  const has = (name: string): boolean => ![undefined, null, '', 'local'].includes(property(name) as string);
  const to =
    knownText(property('destinationCidrBlock')) ??
    knownText(property('cidrBlock')) ??
    knownText(property('ipv6CidrBlock')) ??
    'some addresses';
  const internet = TO_INTERNET.find(has);
  const by = internet ?? ELSEWHERE.find(has);
  if (by !== undefined) yield { to, kind: internet === undefined ? 'elsewhere' : 'internet', by, resource };
}
