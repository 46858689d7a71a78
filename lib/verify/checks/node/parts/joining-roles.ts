import type { Evidence } from '../../../evidence';
import { cloudName, type PlanLinks } from '../../../input/pulumi/plan-links';
import { knownText } from '../../../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../../../input/pulumi/planned-resource';
import { notKnown, resourceSubject, type Judged } from '../../../problem';
import { INSTANCE_PROFILE, NODE_GROUP, ROLE } from '../../../input/pulumi/resource-types';

/** Whoever is no node, and Fargate, of which access/unread tells. */
const NO_NODES = new Set([undefined, 'STANDARD', 'FARGATE_LINUX']);

/**
 * Access entries by which a role joins nodes, with whatever labels and taints they give themselves
 * (https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html). Those of node groups and of Karpenter are
 * for nodes that are read.
 */
export function* joiningRoles(evidence: Pick<Evidence, 'plans' | 'objects'>): Generator<Judged> {
  const known = new Set(evidence.plans.flatMap((links) => [...rolesOfNodes(links, evidence)]));
  for (const links of evidence.plans) {
    for (const entry of links.of('aws:eks/accessEntry:AccessEntry')) {
      const type = knownText(propertyOf(entry, 'type'));
      if (NO_NODES.has(type)) continue;
      const role = roleName(links, entry, 'principalArn');
      const isRead = type === 'EC2_LINUX' && role !== undefined && known.has(role);
      const what = `lets ${role ?? 'a role'} join nodes (${type}), and which, with which labels and taints, is not read`;
      yield { subject: resourceSubject(entry), problems: isRead ? [] : [notKnown(what)] };
    }
  }
}

/** Whether instances start with the role of a node group, which joins the cluster with whatever labels they ask for. */
export function startsAsNode(links: PlanLinks, resources: readonly PlannedResource[]): boolean {
  const nodes = new Set(links.of(NODE_GROUP).flatMap((group) => roleName(links, group, 'nodeRoleArn') ?? []));
  return links
    .of(INSTANCE_PROFILE)
    .filter((profile) => nodes.has(roleName(links, profile, 'role') ?? ''))
    .some((profile) => resources.some((item) => links.isTarget(item, 'iamInstanceProfile', profile)));
}

function* rolesOfNodes(links: PlanLinks, { objects }: Pick<Evidence, 'objects'>): Generator<string | undefined> {
  for (const group of links.of(NODE_GROUP)) yield roleName(links, group, 'nodeRoleArn');
  const classes = objects.ofKind('karpenter.k8s.aws', 'EC2NodeClass');
  const given = (key: string): readonly unknown[] => classes.map(({ field }) => field.at('spec', key)?.value);
  for (const role of given('role')) if (typeof role === 'string') yield role;
  const profiles = given('instanceProfile');
  for (const profile of links.of(INSTANCE_PROFILE))
    // Without the classes nothing says which profiles are Karpenter's.
    if (classes.length === 0 || profiles.includes(cloudName(profile))) yield roleName(links, profile, 'role');
}

function roleName(links: PlanLinks, resource: PlannedResource, property: string): string | undefined {
  const planned = links.referenced(resource, property, ROLE);
  const named = knownText(propertyOf(resource, property));
  return planned === undefined ? named?.slice(named.lastIndexOf('/') + 1) : cloudName(planned);
}
