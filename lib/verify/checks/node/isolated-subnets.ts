import { karpenterNodes } from '../../cloud/karpenter-nodes';
import { templateOf, type PlannedNodes } from '../../cloud/planned-nodes';
import type { SelectedResource } from '../../cloud/selected';
import { routeTableOf, SUBNET, VPC, waysOut, type WayOut } from '../../cloud/subnet-routes';
import { waysBesideRoutes, type WayBesideRoutes } from '../../cloud/ways-beside-routes';
import type { Evidence } from '../../evidence';
import { knownField, knownList } from '../../input/pulumi/plan-value';
import { propertyOf } from '../../input/pulumi/planned-resource';
import { UNKNOWN } from '../../input/pulumi/wire-value';
import type { Check } from '../check';
import { selectedOfClasses } from './parts/node-classes';
import { fails, inputPlace, notKnown, objectSubject, resourceSubject, type Problem } from '../../problem';

export const isolatedSubnets: Check = {
  id: 'node/isolated-subnets',
  title: 'Subnets of training nodes have no way to the internet',
  why: 'What a policy forgets, the network does not stop: an escape to the node is past every policy anyway.',
  stops: ['A1', 'A3', 'T3'],
  control: 'route tables without gateways; subnets and interfaces without public addresses',
  fix: 'route to VPC endpoints only; accept it by name with aws.unsafe.internet of the description',
  *judge(evidence) {
    for (const nodes of evidence.plannedNodes) {
      const { links, group } = nodes;
      const subnets = links.targets(group, 'subnetIds', SUBNET);
      const listed = knownList(propertyOf(group, 'subnetIds')).length;
      const problems = subnets.flatMap((resource) => subnetProblems({ links, resource }));
      if (subnets.length < Math.max(1, listed))
        problems.push(
          notKnown('its subnets are not in the plan: their routes are not known', {
            at: inputPlace(group, 'subnetIds'),
          }),
        );
      problems.push(...publicInterfaces(nodes));
      yield { subject: resourceSubject(group), problems };
    }
    for (const links of evidence.plannedNodes.length > 0 ? evidence.plans : [])
      for (const route of links.of('aws:ec2/route:Route'))
        if (links.mayBeAny(route, 'routeTableId'))
          yield { subject: resourceSubject(route), problems: [notKnown('is a route of a table that is not known')] };
    for (const { resource, what, by } of waysAround(evidence)) {
      const at = inputPlace(resource, ...(by === undefined ? [] : [by]));
      yield { subject: resourceSubject(resource), problems: [notKnown(what, { at })] };
    }
    for (const { nodeClass } of karpenterNodes(evidence)) {
      const at = nodeClass?.field.at('spec', 'associatePublicIPAddress');
      if (nodeClass !== undefined && at?.value === true)
        yield { subject: objectSubject(nodeClass), problems: [fails('gives its nodes public addresses', { at })] };
    }
    yield* selectedOfClasses(evidence, 'subnetSelectorTerms', { type: SUBNET, what: 'subnet' }, (selected) =>
      selected.flatMap(subnetProblems),
    );
  },
};

/** What leaves the networks of training nodes whatever their routes say. */
function waysAround({ plannedNodes }: Evidence): readonly WayBesideRoutes[] {
  const found = plannedNodes.flatMap(({ links, group }) => {
    const subnets = links.targets(group, 'subnetIds', SUBNET);
    const networks = new Set(subnets.map((subnet) => links.referenced(subnet, 'vpcId', VPC)));
    return [...networks].flatMap((vpc) => waysBesideRoutes(links, vpc));
  });
  return [...new Map(found.map((way) => [way.resource, way])).values()];
}

/** What an interface says goes before what its subnet does. */
function publicInterfaces(nodes: PlannedNodes): readonly Problem[] {
  const template = templateOf(nodes);
  const interfaces = template === undefined ? [] : knownList(propertyOf(template, 'networkInterfaces'));
  return interfaces.flatMap((item, index): readonly Problem[] => {
    const given = knownField(item, 'associatePublicIpAddress');
    const at = template && inputPlace(template, 'networkInterfaces', index, 'associatePublicIpAddress');
    if (given === UNKNOWN) return [notKnown(`whether interface ${index} gets a public address is not known`, { at })];
    return String(given) === 'true' ? [fails(`interface ${index} gets a public address`, { at })] : [];
  });
}

const weakened = { risk: 'internet-route', on: '' } as const;

function subnetProblems({ links, resource: subnet }: SelectedResource): Problem[] {
  const problems: Problem[] = [];
  if (propertyOf(subnet, 'mapPublicIpOnLaunch') === true)
    problems.push(
      fails(`subnet ${subnet.name} gives public addresses`, { at: inputPlace(subnet, 'mapPublicIpOnLaunch') }),
    );
  const table = routeTableOf(links, subnet);
  if (table === undefined)
    return [
      ...problems,
      notKnown(`the route table of subnet ${subnet.name} is not in the plan`, { at: inputPlace(subnet) }),
    ];
  return [...problems, ...[...waysOut(links, table)].map(routeProblem)];
}

function routeProblem({ to, kind, by, resource }: WayOut): Problem {
  const at = inputPlace(resource);
  const text = `${resource.name} routes ${to}`;
  switch (kind) {
    case 'internet':
      return fails(`${text} to the internet (${by})`, { at, weakened });
    case 'elsewhere':
      return notKnown(`${text} elsewhere (${by}): what lies behind is not in the plan`, { at });
    case 'unknown':
      return notKnown(`routes of ${resource.name} are not known`, { at: inputPlace(resource, by) });
  }
}
