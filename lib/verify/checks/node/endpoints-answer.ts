import { partitionOf } from '../../../model/aws/arn';
import { endpointServiceName, neededServices, type EndpointService } from '../../../model/aws/endpoint-services';
import type { PlannedNodes } from '../../cloud/planned-nodes';
import { DEFAULT_GROUP, groupsOf, rulesOf, SECURITY_GROUP, type GroupRule } from '../../cloud/security-group';
import { leaves, ROUTE_TABLE, routeTableOf, SUBNET, VPC } from '../../cloud/subnet-routes';
import type { Evidence } from '../../evidence';
import type { PlanLinks } from '../../input/pulumi/plan-links';
import { knownText } from '../../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../../input/pulumi/planned-resource';
import { addressBlock, contains } from '../../reachability/addresses';
import type { Check } from '../check';
import { cloudUnknown } from '../cloud-unknown';
import { fails, inputPlace, notKnown, resourceSubject, type Problem } from '../../problem';
import { isAsked } from './parts/asked-services';
import { networkSettings } from './parts/network-settings';
import { ENDPOINT } from '../../input/pulumi/resource-types';

const HTTPS = 443;

export const endpointsAnswer: Check = {
  id: 'node/endpoints-answer',
  title: 'What nodes without a way to the internet need of the cloud answers inside their network',
  why: 'A node that finds no registry pulls nothing, one that finds no EKS never joins: the pool grows and nothing starts.',
  stops: [],
  control: 'VPC endpoints with private DNS, or gateways in the route tables; security groups that let nodes in',
  fix: 'add the endpoint to the network of the nodes; TrainingNetwork makes all that a platform needs',
  positive: true,
  *judge(evidence) {
    for (const nodes of evidence.plannedNodes) {
      const subnets = nodes.links.targets(nodes.group, 'subnetIds', SUBNET);
      if (subnets.length === 0 || subnets.some((subnet) => leaves(nodes.links, subnet))) continue;
      yield { subject: resourceSubject(nodes.group), problems: networkProblems(evidence, nodes, subnets) };
    }
  },
};

function networkProblems(
  evidence: Evidence,
  nodes: PlannedNodes,
  subnets: readonly PlannedResource[],
): readonly Problem[] {
  const { links } = nodes;
  const { region } = evidence.cloud;
  const vpc = links.referenced(subnets[0] as PlannedResource, 'vpcId', VPC);
  if (region === undefined) return [cloudUnknown('the region')];
  if (vpc === undefined) return [notKnown('the network of its subnets is not in the plan')];
  const endpoints = links.of(ENDPOINT).filter((endpoint) => links.referenced(endpoint, 'vpcId', VPC) === vpc);
  const named = (service: EndpointService): readonly PlannedResource[] => {
    const name = endpointServiceName(partitionOf(region), region, service);
    return endpoints.filter((endpoint) => propertyOf(endpoint, 'serviceName') === name);
  };
  const driven = (driver: string): boolean =>
    evidence.claims.volumes.some(({ field }) => field.at('spec', 'csi', 'driver')?.value === driver);
  const needed = neededServices({ efs: driven('efs.csi.aws.com'), fsx: driven('fsx.csi.aws.com') }).filter((service) =>
    isAsked(evidence, service),
  );
  const ours: End = { groups: groupsOf(nodes).groups, subnets };
  const answers = needed.flatMap((service): readonly Problem[] => {
    const found = named(service);
    if (found.length === 0)
      return [fails(`no endpoint of ${service} in the network of its nodes`, { at: inputPlace(vpc) })];
    const tried = found.map((endpoint) => [...endpointProblems(links, ours, vpc, endpoint)]);
    // One that works is enough.
    return tried.some((problems) => problems.length === 0) ? [] : (tried[0] ?? []);
  });
  return [...networkSettings(links, vpc, subnets), ...answers];
}

function* endpointProblems(
  links: PlanLinks,
  ours: End,
  vpc: PlannedResource,
  endpoint: PlannedResource,
): Generator<Problem> {
  if ((knownText(propertyOf(endpoint, 'vpcEndpointType')) ?? 'Gateway') === 'Gateway') {
    yield* gatewayProblems(links, ours, endpoint);
    return;
  }
  yield* nameProblems(vpc, endpoint);
  yield* wayProblems(links, ours, endpoint);
}

function* gatewayProblems(links: PlanLinks, ours: End, endpoint: PlannedResource): Generator<Problem> {
  const at = inputPlace(endpoint);
  const tables = links.targets(endpoint, 'routeTableIds', ROUTE_TABLE);
  for (const subnet of ours.subnets) {
    const table = routeTableOf(links, subnet);
    if (table === undefined || !tables.includes(table))
      yield fails(`gateway ${endpoint.name} is not in the route table of subnet ${subnet.name}`, { at });
  }
}

/** Whether the name of its service leads to an endpoint. */
function* nameProblems(vpc: PlannedResource, endpoint: PlannedResource): Generator<Problem> {
  const at = inputPlace(endpoint);
  if (propertyOf(endpoint, 'privateDnsEnabled') !== true)
    yield fails(`endpoint ${endpoint.name} has no private DNS: the name of the service leads to the internet`, { at });
  for (const setting of ['enableDnsSupport', 'enableDnsHostnames'] as const) {
    const isOn = propertyOf(vpc, setting) ?? setting === 'enableDnsSupport';
    if (isOn === false)
      yield fails(`${setting} is off in ${vpc.name}, without which private DNS does nothing`, { at: inputPlace(vpc) });
  }
}

/** Whether security groups let nodes and endpoint meet. */
function* wayProblems(links: PlanLinks, ours: End, endpoint: PlannedResource): Generator<Problem> {
  const at = inputPlace(endpoint);
  const places = links.targets(endpoint, 'subnetIds', SUBNET);
  if (places.length === 0) yield fails(`endpoint ${endpoint.name} is in no subnet of the plan`, { at });
  const isDefault = propertyOf(endpoint, 'securityGroupIds') === undefined;
  const groups = isDefault ? links.of(DEFAULT_GROUP) : links.targets(endpoint, 'securityGroupIds', SECURITY_GROUP);
  if (isDefault && groups.length === 0)
    yield fails(`endpoint ${endpoint.name} is in the default group of its network, which lets in its members only`, {
      at,
    });
  const theirs: End = { groups, subnets: places };
  const closed = (own: End, other: End, way: GroupRule['direction']): PlannedResource | undefined =>
    own.groups.length === 0
      ? undefined
      : other.subnets.find((subnet) => !isLetThrough(links, own, way, { ...other, subnets: [subnet] }));
  const shut = closed(theirs, ours, 'ingress');
  if (shut !== undefined)
    yield fails(`endpoint ${endpoint.name} does not let in nodes of ${shut.name} on port ${HTTPS}`, { at });
  const kept = closed(ours, theirs, 'egress');
  if (kept !== undefined)
    yield fails(
      `security groups of the nodes do not let them out to ${endpoint.name} in ${kept.name} on port ${HTTPS}`,
      { at },
    );
}

/** Where packets come from or go to: members of groups, with addresses of subnets. */
interface End {
  readonly groups: readonly PlannedResource[];
  readonly subnets: readonly PlannedResource[];
}

/** Whether some rule of one end lets HTTPS through with the other; what the plan does not show is taken to be good. */
function isLetThrough(links: PlanLinks, own: End, way: GroupRule['direction'], other: End): boolean {
  return own.groups.some((group) =>
    rulesOf(links, group).some(({ direction, peer, tcp }) => {
      if (direction !== way || !tcp(HTTPS)) return false;
      if (peer === 'unknown') return true;
      if (peer === 'self') return other.groups.includes(group);
      if ('group' in peer) return other.groups.includes(peer.group);
      const block = addressBlock(peer.other);
      return (
        block !== undefined &&
        other.subnets.every((subnet) => {
          const addresses = addressBlock(knownText(propertyOf(subnet, 'cidrBlock')) ?? '');
          return addresses === undefined || contains(block, addresses);
        })
      );
    }),
  );
}
