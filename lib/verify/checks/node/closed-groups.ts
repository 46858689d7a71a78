import { VPC } from '../../cloud/subnet-routes';
import { GROUPS, groupsOf, RULE_TYPES, rulesOf, type GroupRule } from '../../cloud/security-group';
import { LINK_LOCAL } from '../../../model/network/link-local';
import { templateOf, type PlannedNodes } from '../../cloud/planned-nodes';
import type { SelectedResource } from '../../cloud/selected';
import type { PlanLinks } from '../../input/pulumi/plan-links';
import { knownField, knownList, knownText } from '../../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../../input/pulumi/planned-resource';
import { UNKNOWN, type PlanValue } from '../../input/pulumi/wire-value';
import { addressBlock, blocks, contains, type Addresses } from '../../reachability/addresses';
import { PRIVATE } from '../../reachability/private-addresses';
import type { Check } from '../check';
import { selectedOfClasses } from './parts/node-classes';
import { fails, inputPlace, notKnown, resourceSubject, type Place, type Problem } from '../../problem';
import { CLUSTER } from '../../input/pulumi/resource-types';

export const closedGroups: Check = {
  id: 'node/closed-groups',
  title: 'Security groups of training nodes let in members of groups only, and out to the own network only',
  why: 'An escape to the node is past every network policy; what is left is the group of the node and the routes of its subnet.',
  stops: ['A3', 'A4', 'T3'],
  control: 'rules that name security groups, or blocks of endpoints',
  fix: 'name a security group or the block of the endpoints in the rule, and groups of the plan on every interface',
  *judge(evidence) {
    for (const nodes of evidence.plannedNodes) {
      const groups = groupsOf(nodes).groups.map((resource) => ({ links: nodes.links, resource }));
      yield { subject: resourceSubject(nodes.group), problems: [...interfaceProblems(nodes), ...ruleProblems(groups)] };
    }
    for (const links of evidence.plannedNodes.length > 0 ? evidence.plans : [])
      for (const rule of links.of(...RULE_TYPES))
        if (links.mayBeAny(rule, 'securityGroupId'))
          yield { subject: resourceSubject(rule), problems: [notKnown('is a rule of a group that is not known')] };
    yield* selectedOfClasses(evidence, 'securityGroupSelectorTerms', GROUPS, (selected) => [...ruleProblems(selected)]);
  },
};

/** An interface without groups is in the default one of the network, whoever else that holds. */
function* interfaceProblems(nodes: PlannedNodes): Generator<Problem> {
  const template = templateOf(nodes);
  if (template === undefined) return;
  const { groups: planned, ofCluster } = groupsOf(nodes);
  const known = new Set(planned.map((group) => knownText(propertyOf(group, 'id'))));
  const elsewhere = function* (ids: readonly PlanValue[], what: string, at: Place): Generator<Problem> {
    for (const id of ids) {
      const text = knownText(id);
      if (text === undefined ? planned.length === 0 && !ofCluster : !known.has(text))
        yield notKnown(`${what} in ${text ?? 'a security group'}, which is not in the plan`, { at });
    }
  };
  const ids = propertyOf(template, 'vpcSecurityGroupIds');
  const at = inputPlace(template, 'vpcSecurityGroupIds');
  yield* elsewhere(ids === UNKNOWN ? [ids] : knownList(ids), 'its nodes are', at);
  for (const [index, item] of knownList(propertyOf(template, 'networkInterfaces')).entries()) {
    const at = inputPlace(template, 'networkInterfaces', index);
    const groups = knownList(knownField(item, 'securityGroups'));
    if (groups.length === 0) yield fails(`interface ${index} is in no security group that the plan names`, { at });
    yield* elsewhere(groups, `interface ${index} is`, at);
  }
}

function* ruleProblems(groups: readonly SelectedResource[]): Generator<Problem> {
  for (const { links, resource } of groups) {
    for (const rule of rulesOf(links, resource)) {
      const problem = problemOf(links, resource, rule);
      if (problem !== undefined) yield problem;
    }
  }
}

/** Addresses of the network of a group; undefined where the plan does not show all of them. */
function networkOf(links: PlanLinks, group: PlannedResource): Addresses | undefined {
  const vpc = links.referenced(group, 'vpcId', VPC);
  const further = links.of(FURTHER_BLOCK).filter((item) => vpc !== undefined && links.refersTo(item, 'vpcId', vpc));
  if (vpc === undefined) return undefined;
  const texts = [vpc, ...further].map((item) => knownText(propertyOf(item, 'cidrBlock')));
  const six = knownText(propertyOf(vpc, 'ipv6CidrBlock'));
  const known = [...texts, ...(six === undefined ? [] : [six])].flatMap((text) => text ?? []);
  // DNS and time of the network itself are nobody's machines.
  return texts.includes(undefined) ? undefined : blocks([...known, LINK_LOCAL]);
}

const FURTHER_BLOCK = 'aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation';

/** Inputs of rules that name a group, of both generations. */
const OF_GROUPS = ['referencedSecurityGroupId', 'sourceSecurityGroupId'];

function problemOf(
  links: PlanLinks,
  group: PlannedResource,
  { direction, peer, resource }: GroupRule,
): Problem | undefined {
  if (peer === 'self') return undefined;
  const at = inputPlace(resource);
  const does = `security group ${group.name} ${direction === 'ingress' ? 'lets in' : 'lets out to'}`;
  if (peer === 'unknown') return notKnown(`${does} somebody the plan does not show`, { at });
  // The group that EKS makes for its control plane comes out of the cluster.
  if ('group' in peer || OF_GROUPS.some((property) => links.referenced(resource, property, CLUSTER) !== undefined))
    return undefined;
  const given = peer.other.split(', ').map(addressBlock);
  if (given.includes(undefined)) return notKnown(`${does} ${peer.other}, which is not in the plan`, { at });
  if (direction === 'ingress') return fails(`${does} whoever has ${peer.other}`, { at });
  const own = networkOf(links, group);
  if (given.every((block) => block !== undefined && contains(own ?? PRIVATE, block))) return undefined;
  if (own !== undefined && given.every((block) => block !== undefined && contains(PRIVATE, block)))
    return fails(`${does} ${peer.other}, which is more than its own network`, { at });
  return fails(`${does} ${peer.other}, the internet among it`, { at, weakened: { risk: 'internet-route', on: '' } });
}
