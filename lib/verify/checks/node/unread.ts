import { unreadKarpenterNodes } from '../../cloud/karpenter-nodes';
import { eksctlNodeGroups } from '../../cloud/eksctl-nodes';
import { operatedResources } from '../../cloud/operated-resources';
import { instructions, setsLabels, userDataOf } from '../../cloud/user-data';
import type { PlanLinks } from '../../input/pulumi/plan-links';
import { propertyOf, type PlannedResource } from '../../input/pulumi/planned-resource';
import { knownEntries, knownField, knownList } from '../../input/pulumi/plan-value';
import { UNKNOWN, type PlanValue } from '../../input/pulumi/wire-value';
import type { Check } from '../check';
import { inputPlace, notKnown, objectSubject, resourceSubject, type Problem } from '../../problem';
import { joiningRoles, startsAsNode } from './parts/joining-roles';
import { CLUSTER, LAUNCH_TEMPLATE, NODE_GROUP } from '../../input/pulumi/resource-types';

/** What starts instances beside node groups of EKS and Karpenter. */
const LAUNCHERS = [
  'aws:autoscaling/group:Group',
  'aws:ec2/instance:Instance',
  'aws:ec2/fleet:Fleet',
  'aws:ec2/spotFleetRequest:SpotFleetRequest',
  'aws:ec2/spotInstanceRequest:SpotInstanceRequest',
];
const TEMPLATES = [LAUNCH_TEMPLATE, 'aws:ec2/launchConfiguration:LaunchConfiguration'];

export const unread: Check = {
  id: 'node/unread',
  title: 'Nodes of the cluster come from node groups and from Karpenter, whose labels and taints are read',
  why: 'An instance that joins by its user data has whatever labels that gives it: with those of a project its pods land there.',
  stops: ['A3', 'A4'],
  control:
    'instances of the plan that say nothing of Kubernetes; access entries of nodes for roles of node groups and of Karpenter',
  fix: 'start these nodes from a node group of EKS or by Karpenter',
  *judge(evidence) {
    yield* joiningRoles(evidence);
    for (const { object, gives, what } of operatedResources(evidence.inputs.objects))
      if (gives === 'nodes') yield { subject: objectSubject(object), problems: [notKnown(what)] };
    for (const object of new Set(eksctlNodeGroups(evidence.objects).map((group) => group.object)))
      yield { subject: objectSubject(object), problems: [notKnown(OF_EKSCTL, { fix: SHOW_STACK })] };
    for (const links of evidence.plans) {
      for (const cluster of links.of(CLUSTER))
        if (makesNodes(cluster)) yield { subject: resourceSubject(cluster), problems: [notKnown(AUTO_MODE)] };
      const ofGroups = templatesOfGroups(links);
      for (const resource of links.of(...LAUNCHERS))
        yield { subject: resourceSubject(resource), problems: nodeProblems(links, resource, ofGroups) };
      for (const group of links.of(NODE_GROUP))
        yield { subject: resourceSubject(group), problems: labelProblems(links, group) };
    }
    for (const { made, reference } of unreadKarpenterNodes(evidence)) {
      const kind = String(reference.get('kind')?.value);
      const text = `its nodes start from a class of kind ${kind}, which is not read`;
      yield { subject: objectSubject(made), problems: [notKnown(text, { at: reference })] };
    }
    for (const nodeClass of evidence.objects.ofKind('karpenter.k8s.aws', 'EC2NodeClass')) {
      const at = nodeClass.field.at('spec', 'userData');
      const isSilent = typeof at?.value !== 'string' || !setsLabels(instructions(at.value));
      yield { subject: objectSubject(nodeClass), problems: isSilent ? [] : [notKnown(OWN_LABELS, { at })] };
    }
  },
};

const OF_EKSCTL =
  'makes nodes by eksctl, of which labels, taints, logins and the metadata service are read: roles, disks, subnets, security groups and images are not, and neither is how the API server is reached, what it logs and by which key it encrypts';
const SHOW_STACK = 'look at these yourself, and accept it in a baseline with what you saw';

const OWN_LABELS = 'gives its nodes labels or taints by user data, which are not read';

function labelProblems(links: PlanLinks, group: PlannedResource): readonly Problem[] {
  const template = links.referenced(group, 'launchTemplate', LAUNCH_TEMPLATE);
  const isSilent = template === undefined || !setsLabels(userDataOf(template) ?? '');
  return isSilent ? [] : [notKnown(OWN_LABELS, { at: inputPlace(template, 'userData') })];
}

const AUTO_MODE = 'makes nodes by itself (EKS Auto Mode), whose agents, labels and taints are not read';

/** https://docs.aws.amazon.com/eks/latest/userguide/automode.html */
function makesNodes(cluster: PlannedResource): boolean {
  const compute = propertyOf(cluster, 'computeConfig');
  return compute === UNKNOWN || ![undefined, false].includes(knownField(compute, 'enabled') as boolean | undefined);
}

/** What node groups start from, and the first group of each. */
function templatesOfGroups(links: PlanLinks): ReadonlyMap<PlannedResource, PlannedResource> {
  const found = new Map<PlannedResource, PlannedResource>();
  for (const group of links.of(NODE_GROUP)) {
    const template = links.referenced(group, 'launchTemplate', LAUNCH_TEMPLATE);
    if (template !== undefined && !found.has(template)) found.set(template, group);
  }
  return found;
}

function nodeProblems(
  links: PlanLinks,
  resource: PlannedResource,
  ofGroups: ReadonlyMap<PlannedResource, PlannedResource>,
): readonly Problem[] {
  const given = ['launchTemplate', 'mixedInstancesPolicy', 'launchConfiguration', 'launchTemplateConfigs'].filter(
    (property) => propertyOf(resource, property) !== undefined,
  );
  const templates = given.flatMap((property) => links.targets(resource, property, ...TEMPLATES));
  const texts = [resource, ...templates].flatMap(({ inputs }) => textsIn(inputs));
  const words = texts.find((text) => /kubernetes|\beks\b|kubelet|nodeadm|k8s\.io|bootstrap\.sh/i.test(text));
  if (words !== undefined || startsAsNode(links, [resource, ...templates]))
    return [notKnown('starts instances that may join the cluster, and with which labels and taints is not read')];
  const group = templates.map((template) => ofGroups.get(template)).find((found) => found !== undefined);
  if (group !== undefined)
    return [
      notKnown(
        `starts instances from the launch template of node group ${group.name}, beside EKS: they are in its security groups, and with which labels and taints they join is not read`,
      ),
    ];
  if (given.length > templates.length)
    return [
      notKnown('starts instances by a template that is not in the plan: whether they join the cluster is not known'),
    ];
  const isOpen = [resource, ...templates].some((item) =>
    ['userData', 'userDataBase64'].some((property) => propertyOf(item, property) === UNKNOWN),
  );
  return isOpen
    ? [notKnown('starts instances whose user data is not known: whether they join the cluster is not known')]
    : [];
}

/** Keys and texts, however deep, and what they are in Base64, as user data is written. */
function textsIn(value: PlanValue): readonly string[] {
  if (typeof value === 'string') return [value, instructions(Buffer.from(value, 'base64'))];
  if (Array.isArray(value)) return knownList(value).flatMap(textsIn);
  return knownEntries(value).flatMap(([key, item]) => [key, ...textsIn(item)]);
}
