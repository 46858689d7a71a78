import type { PlanLinks } from '../input/pulumi/plan-links';
import { propertyOf, type PlannedResource } from '../input/pulumi/planned-resource';
import { knownEntries, knownField, knownList, knownText } from '../input/pulumi/plan-value';
import { UNKNOWN, type PlanValue } from '../input/pulumi/wire-value';
import { templateOf, type PlannedNodes } from './planned-nodes';
import { CLUSTER } from '../input/pulumi/resource-types';
import { onceFor } from '../once-for';

export const SECURITY_GROUP = 'aws:ec2/securityGroup:SecurityGroup';

/** The group that every network has, as a program takes it over; interfaces without a group of their own are in it. */
export const DEFAULT_GROUP = 'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup';

/** How findings call it. */
export const GROUPS = { type: SECURITY_GROUP, what: 'security group' } as const;

/** A rule of a security group, whichever resource says it. */
export interface GroupRule {
  readonly direction: 'ingress' | 'egress';
  /** Members of the same group, of another group, a block of addresses, or something the plan does not show. */
  readonly peer: 'self' | 'unknown' | { readonly group: PlannedResource } | { readonly other: string };
  /** Whether it lets every protocol through, which EFA asks for. */
  readonly everything: boolean;
  /** Whether it lets a port of TCP through. */
  tcp(port: number): boolean;
  /** Where it stands. */
  readonly resource: PlannedResource;
}

const RULES = {
  'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule': 'ingress',
  'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule': 'egress',
} as const;

const OLDER_RULE = 'aws:ec2/securityGroupRule:SecurityGroupRule';

/** Resources that are a rule of a group. */
export const RULE_TYPES: readonly string[] = [...Object.keys(RULES), OLDER_RULE];

/** The rules of a group: resources of their own, of both generations, and those inside the group. */
export function rulesOf(links: PlanLinks, group: PlannedResource): readonly GroupRule[] {
  return rulesIn(links)(group);
}

/** Several checks ask for the rules of a group, and one of them for each endpoint and subnet. */
const rulesIn = onceFor((links: PlanLinks) =>
  onceFor((group: PlannedResource): readonly GroupRule[] => [
    ...ownResources(links, group),
    ...olderResources(links, group),
    ...inlineRules(links, group),
  ]),
);

function* ownResources(links: PlanLinks, group: PlannedResource): Generator<GroupRule> {
  for (const [type, direction] of Object.entries(RULES)) {
    for (const rule of links.of(type)) {
      if (!links.refersTo(rule, 'securityGroupId', group)) continue;
      yield {
        direction,
        peer: peerOf(links, group, rule, 'referencedSecurityGroupId'),
        ...lets((name) => propertyOf(rule, name === 'protocol' ? 'ipProtocol' : name)),
        resource: rule,
      };
    }
  }
}

function* olderResources(links: PlanLinks, group: PlannedResource): Generator<GroupRule> {
  for (const rule of links.of(OLDER_RULE)) {
    if (!links.refersTo(rule, 'securityGroupId', group)) continue;
    const direction = propertyOf(rule, 'type') === 'egress' ? 'egress' : 'ingress';
    const rest = { direction, ...lets((name) => propertyOf(rule, name)), resource: rule } as const;
    const peers: GroupRule['peer'][] = [];
    if (propertyOf(rule, 'self') === true) peers.push('self');
    const addresses = addressesOf((name) => propertyOf(rule, name));
    if (addresses !== undefined) peers.push({ other: addresses });
    if (peers.length === 0 || ![undefined, null, ''].includes(propertyOf(rule, 'sourceSecurityGroupId') as string))
      peers.push(peerOf(links, group, rule, 'sourceSecurityGroupId'));
    for (const peer of peers) yield { ...rest, peer };
  }
}

function* inlineRules(links: PlanLinks, group: PlannedResource): Generator<GroupRule> {
  for (const direction of ['ingress', 'egress'] as const) {
    const rules = propertyOf(group, direction);
    if (rules === UNKNOWN) yield { direction, peer: 'unknown', everything: false, tcp: () => false, resource: group };
    for (const rule of knownList(rules)) {
      const through = lets((name) => knownField(rule, name));
      if (knownField(rule, 'self') === true) yield { direction, peer: 'self', ...through, resource: group };
      const addresses = addressesOf((name) => knownField(rule, name));
      if (addresses !== undefined) yield { direction, peer: { other: addresses }, ...through, resource: group };
      const named = knownField(rule, 'securityGroups');
      if (named === UNKNOWN) yield { direction, peer: 'unknown', ...through, resource: group };
      for (const id of knownList(named)) {
        const planned = links.of(SECURITY_GROUP).find((item) => propertyOf(item, 'id') === id);
        const other = planned === undefined ? { other: knownText(id) ?? 'an unknown group' } : { group: planned };
        yield { direction, peer: planned === group ? 'self' : other, ...through, resource: group };
      }
    }
  }
}

/** What a rule lets through, by its protocol and ports. */
function lets(
  property: (name: 'protocol' | 'fromPort' | 'toPort') => PlanValue | undefined,
): Pick<GroupRule, 'everything' | 'tcp'> {
  const protocol = String(property('protocol'));
  const everything = ['-1', 'all'].includes(protocol);
  const [first, last] = [property('fromPort'), property('toPort')];
  return {
    everything,
    tcp: (port) =>
      everything ||
      (['tcp', '6'].includes(protocol) &&
        typeof first === 'number' &&
        typeof last === 'number' &&
        first <= port &&
        port <= last),
  };
}

function peerOf(links: PlanLinks, group: PlannedResource, rule: PlannedResource, property: string): GroupRule['peer'] {
  const value = propertyOf(rule, property);
  if (value !== undefined) {
    const named = links.referenced(rule, property, SECURITY_GROUP);
    if (named !== undefined) return named === group ? 'self' : { group: named };
    const [source] = rule.propertyDependencies[property] ?? [];
    return {
      other: knownText(value) ?? `a group of ${source?.slice(source.lastIndexOf('::') + 2) ?? 'something else'}`,
    };
  }
  const addresses = addressesOf((name) => propertyOf(rule, name));
  return addresses === undefined ? 'unknown' : { other: addresses };
}

const ADDRESSES = ['cidrIpv4', 'cidrIpv6', 'prefixListId', 'cidrBlocks', 'ipv6CidrBlocks', 'prefixListIds'];

/** Everything that a rule says of addresses, in each of its inputs; undefined if it says nothing. */
function addressesOf(property: (name: string) => PlanValue | undefined): string | undefined {
  const texts = ADDRESSES.flatMap((name): readonly string[] => {
    const value = property(name);
    if (value === undefined || value === null) return [];
    const each: readonly PlanValue[] = Array.isArray(value) ? knownList(value) : [value];
    return each.map((item) => knownText(item) ?? 'unknown addresses');
  });
  return texts.length === 0 ? undefined : texts.join(', ');
}

/** Whom a rule names, for messages. */
export function peerText({ peer }: GroupRule): string {
  if (peer === 'self') return 'its own members';
  if (peer === 'unknown') return 'somebody the plan does not show';
  return 'group' in peer ? `security group ${peer.group.name}` : peer.other;
}

/** Inputs of a launch template that say in which groups its instances are. */
export const TEMPLATE_GROUPS = ['networkInterfaces', 'vpcSecurityGroupIds', 'securityGroupNames'] as const;

/** In which security groups a pool's nodes are. */
interface GroupsOfNodes {
  readonly groups: readonly PlannedResource[];
  /** Whether EKS adds the cluster's own group, whose members reach each other. */
  readonly ofCluster: boolean;
}

/** The security groups of a pool's nodes, and whether EKS adds that of the cluster; pools are compared with all others. */
export const groupsOf = onceFor((nodes: PlannedNodes): GroupsOfNodes => {
  const template = templateOf(nodes);
  if (template === undefined) return { groups: [], ofCluster: nodes.template === 'none' };
  const { links } = nodes;
  const given =
    propertyOf(template, 'vpcSecurityGroupIds') !== undefined ||
    knownList(propertyOf(template, 'networkInterfaces')).some(
      (item) => knownField(item, 'securityGroups') !== undefined,
    );
  const isOfCluster = TEMPLATE_GROUPS.some((property) => links.targets(template, property, CLUSTER).length > 0);
  return { groups: templateGroups(links, template), ofCluster: !given || isOfCluster };
});

/**
 * Resources of a plan that are in a group, beside launch templates ({@link templateGroups}) and file systems, whose
 * owners have checks: rules name groups and are in none.
 */
export function membersOf(links: PlanLinks, group: PlannedResource): readonly PlannedResource[] {
  return inGroups(links).filter(
    (item) => item !== group && groupInputs(item).some((property) => links.isTarget(item, property, group)),
  );
}

/** The groups that instances of a launch template are in. */
export function templateGroups(links: PlanLinks, template: PlannedResource): readonly PlannedResource[] {
  const named = TEMPLATE_GROUPS.flatMap((property) => links.targets(template, property, SECURITY_GROUP, DEFAULT_GROUP));
  return [...new Set(named)];
}

const inGroups = onceFor(({ plan }: PlanLinks) => plan.resources.filter((item) => groupInputs(item).length > 0));

/** Inputs of a resource that say in which groups it is, however deep. */
function groupInputs({ type, inputs, propertyDependencies }: PlannedResource): readonly string[] {
  if (/^aws:(?:fsx|efs)\/|:(?:SecurityGroup\w*|DefaultSecurityGroup|LaunchTemplate)$/.test(type)) return [];
  return [...new Set([...Object.keys(inputs), ...Object.keys(propertyDependencies)])].filter(
    (property) => /securityGroup|vpcConfig/i.test(property) || (type.startsWith('aws') && saysGroups(inputs[property])),
  );
}

/** A group whose members are let in is named as a source. */
function saysGroups(value: PlanValue | undefined): boolean {
  const items = Array.isArray(value) ? knownList(value).map((item) => ['', item] as const) : knownEntries(value);
  return items.some(([key, item]) => /^(?!source|referenced).*securityGroup/i.test(key) || saysGroups(item));
}
