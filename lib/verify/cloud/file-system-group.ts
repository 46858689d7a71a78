import type { Evidence } from '../evidence';
import type { PlanLinks } from '../input/pulumi/plan-links';
import { knownField, knownText } from '../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../input/pulumi/planned-resource';
import { LAUNCH_TEMPLATE } from '../input/pulumi/resource-types';
import { karpenterNodes } from './karpenter-nodes';
import { selectedBy } from './selected';
import { SECURITY_GROUP, groupsOf, membersOf, rulesOf, TEMPLATE_GROUPS } from './security-group';

export const LUSTRE = 'aws:fsx/lustreFileSystem:LustreFileSystem';
export const ELASTIC = 'aws:efs/fileSystem:FileSystem';
export const MOUNT_TARGET = 'aws:efs/mountTarget:MountTarget';

/** Which inputs say in which groups a file system answers: Lustre itself, the mount targets of EFS. */
export const GROUPS_OF: Readonly<Record<string, string>> = {
  [LUSTRE]: 'securityGroupIds',
  [MOUNT_TARGET]: 'securityGroups',
};

type NodeFacts = Pick<Evidence, 'plannedNodes' | 'plans' | 'placement' | 'scope' | 'objects'>;

/**
 * Whether a security group holds file systems of one owner and nothing else: all that say whose they are, and all nodes that
 * its rules name, are of this one.
 *
 * @param owner project of the nodes that the group is named to
 */
export function isFileSystemGroup(
  evidence: NodeFacts,
  links: PlanLinks,
  group: PlannedResource,
  owner: string,
): boolean {
  const held = Object.entries(GROUPS_OF).flatMap(([type, property]) =>
    links.of(type).filter((item) => links.isTarget(item, property, group)),
  );
  if (held.length === 0 || membersOf(links, group).length > 0 || startsNodes(links, group)) return false;
  const key = evidence.scope.keys.project;
  const tagged = held.flatMap((item) => [item, ...systemsOf(links, item)]).flatMap((item) => tagOf(item, key) ?? []);
  const named = rulesOf(links, group).flatMap(({ peer }) =>
    typeof peer === 'object' && 'group' in peer ? ownersOf(evidence, peer.group) : [],
  );
  return named.length > 0 && [...tagged, ...named].every((name) => name === owner);
}

/** Projects whose training nodes are in a group, of node groups and of Karpenter; pools where nodes name no project. */
export function ownersOf(evidence: NodeFacts, group: PlannedResource): readonly string[] {
  const planned = evidence.plannedNodes.filter((nodes) => groupsOf(nodes).groups.includes(group));
  const ofKarpenter = karpenterNodes(evidence).filter(({ nodeClass }) =>
    selectedBy(evidence.plans, nodeClass?.field.at('spec', 'securityGroupSelectorTerms'), SECURITY_GROUP).found.some(
      ({ resource }) => resource === group,
    ),
  );
  return [
    ...planned.map(({ project, pool }) => project ?? pool.name),
    ...ofKarpenter.map(({ project, made }) => project ?? made.name),
  ];
}

function tagOf(resource: PlannedResource, key: string): string | undefined {
  return knownText(knownField(propertyOf(resource, 'tags'), key));
}

/** The file system of a mount target. */
const systemsOf = (links: PlanLinks, target: PlannedResource): readonly PlannedResource[] =>
  links.of(ELASTIC).filter((system) => links.refersTo(target, 'fileSystemId', system));

const startsNodes = (links: PlanLinks, group: PlannedResource): boolean =>
  links
    .of(LAUNCH_TEMPLATE)
    .some((template) => TEMPLATE_GROUPS.some((property) => links.isTarget(template, property, group)));
