import { nameInArn } from '../../../../model/aws/arn';
import { NODES } from '../../../../model/people/system-groups';
import type { Evidence } from '../../../evidence';
import { KUBE_SYSTEM } from '../../../../model/kubernetes/kubernetes-namespaces';
import { cloudName, type PlanLinks } from '../../../input/pulumi/plan-links';
import { givenRole } from '../../../cloud/named-role';
import { knownText } from '../../../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../../../input/pulumi/planned-resource';
import { namedSubject, notKnown, resourceSubject, type Judged } from '../../../problem';
import { FARGATE_PROFILE, INSTANCE_PROFILE, NODE_GROUP } from '../../../input/pulumi/resource-types';

/** Whoever is no node. */
const NO_NODES = new Set([undefined, 'STANDARD']);
const OF_FARGATE = 'FARGATE_LINUX';

/**
 * Access entries by which a role joins nodes, with whatever labels and taints they give themselves
 * (https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html). Those of node groups and of Karpenter are
 * for nodes that are read.
 */
export function* joiningRoles(evidence: Pick<Evidence, 'plans' | 'objects' | 'authority'>): Generator<Judged> {
  const known = new Set(evidence.plans.flatMap((links) => [...rolesOfNodes(links, evidence)]));
  // Of pods on Fargate access/unread tells; whoever else has such an entry is whichever node it says.
  const ofFargate = new Set(
    evidence.plans.flatMap((links) =>
      links.of(FARGATE_PROFILE).map((item) => roleName(links, item, 'podExecutionRoleArn')),
    ),
  );
  for (const links of evidence.plans) {
    for (const entry of links.of('aws:eks/accessEntry:AccessEntry')) {
      const type = knownText(propertyOf(entry, 'type'));
      if (NO_NODES.has(type)) continue;
      const role = roleName(links, entry, 'principalArn');
      const own = type === 'EC2_LINUX' ? known : type === OF_FARGATE ? ofFargate : undefined;
      const isRead = role !== undefined && own?.has(role) === true;
      const what = `lets ${role ?? 'a role'} join nodes (${type}), and which, with which labels and taints, is not read`;
      yield { subject: resourceSubject(entry), problems: isRead ? [] : [notKnown(what)] };
    }
  }
  yield* mappedRoles(evidence, known, ofFargate);
}

/** `system:node:...`, whichever node that is. */
const NODE = /^system:node:/;
/** What EKS itself writes for instances, whose name the API server takes from EC2. */
const OF_INSTANCE = 'system:node:{{EC2PrivateDNSName}}';
const OF_SESSION = 'system:node:{{SessionName}}';

/** The older map of roles, which lets roles join nodes as well (https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html). */
function* mappedRoles(
  { authority, plans }: Pick<Evidence, 'authority' | 'plans'>,
  known: ReadonlySet<string | undefined>,
  ofFargate: ReadonlySet<string | undefined>,
): Generator<Judged> {
  const isOfNodes = (role: string): boolean => plans.length === 0 || known.has(role);
  for (const { principal, groups, user, source } of authority.cloud) {
    if (!source.startsWith('aws-auth') || (!groups.includes(NODES) && !NODE.test(user))) continue;
    const role = nameInArn(principal);
    const isRead = (user === OF_INSTANCE && isOfNodes(role)) || (user === OF_SESSION && ofFargate.has(role));
    const what = `lets ${role} join nodes as ${user}, and which, with which labels and taints, is not read`;
    yield { subject: namedSubject('ConfigMap/aws-auth', KUBE_SYSTEM), problems: isRead ? [] : [notKnown(what)] };
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
  const given = givenRole(links, resource, property);
  return given && nameInArn(given);
}
