import type { Selected } from '../../cloud/selected';
import { knownField, knownList, knownText } from '../../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../../input/pulumi/planned-resource';
import { UNKNOWN, type PlanValue } from '../../input/pulumi/wire-value';
import type { Check } from '../check';
import { selectedOfClasses } from './node-classes';
import { fails, inputPlace, isUnknown, resourceSubject, type Problem } from '../finding';

const SUBNET = 'aws:ec2/subnet:Subnet';
const TABLE = 'aws:ec2/routeTable:RouteTable';

export const isolatedSubnets: Check = {
  id: 'node/isolated-subnets',
  title: 'Subnets of training nodes have no way to the internet',
  why: 'What a policy forgets, the network does not stop: an escape to the node is past every policy anyway.',
  answers: ['A1', 'A3', 'T3'],
  control: 'route tables without gateways; subnets without public addresses',
  fix: 'route to VPC endpoints only; accept it by name with aws.unsafe.internet of the description',
  *judge(evidence) {
    for (const nodes of evidence.plannedNodes) {
      const { links, group } = nodes;
      const subnets = links.targets(group, 'subnetIds', SUBNET);
      const listed = knownList(propertyOf(group, 'subnetIds')).length;
      const problems = subnets.flatMap((resource) => subnetProblems({ links, resource }));
      if (subnets.length < Math.max(1, listed))
        problems.push(
          isUnknown('its subnets are not in the plan: their routes are not known', {
            at: inputPlace(group, 'subnetIds'),
          }),
        );
      yield { subject: resourceSubject(group), problems };
    }
    yield* selectedOfClasses(evidence, 'subnetSelectorTerms', { type: SUBNET, what: 'subnet' }, (selected) =>
      selected.flatMap(subnetProblems),
    );
  },
};

const weakened = { risk: 'internet-route', on: '' } as const;

function subnetProblems({ links, resource: subnet }: Selected): Problem[] {
  const problems: Problem[] = [];
  if (propertyOf(subnet, 'mapPublicIpOnLaunch') === true)
    problems.push(
      fails(`subnet ${subnet.name} gives public addresses`, { at: inputPlace(subnet, 'mapPublicIpOnLaunch') }),
    );
  const association = links
    .of('aws:ec2/routeTableAssociation:RouteTableAssociation')
    .find((item) => links.refersTo(item, 'subnetId', subnet));
  const table = association === undefined ? undefined : links.referenced(association, 'routeTableId', TABLE);
  if (table === undefined)
    return [
      ...problems,
      isUnknown(`the route table of subnet ${subnet.name} is not in the plan`, { at: inputPlace(subnet) }),
    ];
  const inline = propertyOf(table, 'routes');
  if (inline === UNKNOWN)
    problems.push(isUnknown(`routes of ${table.name} are not known`, { at: inputPlace(table, 'routes') }));
  for (const route of knownList(inline)) problems.push(...routeProblems(table, (name) => knownField(route, name)));
  for (const route of links.of('aws:ec2/route:Route')) {
    if (links.refersTo(route, 'routeTableId', table))
      problems.push(...routeProblems(route, (name) => propertyOf(route, name)));
  }
  return problems;
}

const TO_INTERNET = ['gatewayId', 'natGatewayId', 'egressOnlyGatewayId'];
const ELSEWHERE = [
  'transitGatewayId',
  'vpcPeeringConnectionId',
  'networkInterfaceId',
  'localGatewayId',
  'carrierGatewayId',
  'coreNetworkArn',
];

function routeProblems(at: PlannedResource, property: (name: string) => PlanValue | undefined): readonly Problem[] {
  const has = (name: string): boolean => ![undefined, null, '', 'local'].includes(property(name) as string);
  const to =
    knownText(property('destinationCidrBlock')) ??
    knownText(property('cidrBlock')) ??
    knownText(property('ipv6CidrBlock')) ??
    'some addresses';
  const internet = TO_INTERNET.find(has);
  if (internet !== undefined)
    return [fails(`${at.name} routes ${to} to the internet (${internet})`, { at: inputPlace(at), weakened })];
  const other = ELSEWHERE.find(has);
  return other === undefined
    ? []
    : [
        isUnknown(`${at.name} routes ${to} elsewhere (${other}): what lies behind is not in the plan`, {
          at: inputPlace(at),
        }),
      ];
}
