import { grouped } from '../../../../model/grouped';
import { KARPENTER_CLASS, karpenterNodes } from '../../../cloud/karpenter-nodes';
import { GROUPS, SECURITY_GROUP, templateGroups } from '../../../cloud/security-group';
import { selectedBy } from '../../../cloud/selected';
import type { Evidence } from '../../../evidence';
import type { Field } from '../../../input/field';
import { propertyOf, type PlannedResource } from '../../../input/pulumi/planned-resource';
import { LAUNCH_TEMPLATE } from '../../../input/pulumi/resource-types';
import { onceFor } from '../../../once-for';
import { inputPlace, type Place } from '../../../problem';

/** What nodes start from, or what gives pods a group, and a security group that they are in. */
interface NodesInGroup {
  readonly name: string;
  readonly at: Place | Field | undefined;
  readonly group: PlannedResource;
}

/** Every group of training asks for them. */
const byGroup = onceFor((evidence: Evidence) =>
  grouped([...ofTemplates(evidence), ...ofClasses(evidence), ...ofPods(evidence)], ({ group }) => group),
);

/**
 * Nodes that are not for training and are in a security group, by their launch templates and classes, and pods outside the projects
 * that are. What nodes of training have in common node/projects-apart tells, and of pods of projects network/pod-security-groups.
 */
export function otherNodesIn(evidence: Evidence, group: PlannedResource): readonly NodesInGroup[] {
  return byGroup(evidence).get(group) ?? [];
}

function* ofTemplates({ plannedNodes, plans }: Evidence): Generator<NodesInGroup> {
  const ofTraining = new Set(
    // Another stack may have looked it up.
    plannedNodes.flatMap(({ links, group }) => links.targets(group, 'launchTemplate', LAUNCH_TEMPLATE)),
  );
  for (const links of plans)
    for (const template of links.of(LAUNCH_TEMPLATE))
      for (const group of ofTraining.has(template) ? [] : templateGroups(links, template))
        yield { name: template.name, at: inputPlace(template), group };
}

function* ofClasses(evidence: Evidence): Generator<NodesInGroup> {
  const ofTraining = new Set(karpenterNodes(evidence).map(({ nodeClass }) => nodeClass));
  for (const item of evidence.objects.ofKind('karpenter.k8s.aws', KARPENTER_CLASS)) {
    const at = item.field.at('spec', 'securityGroupSelectorTerms');
    for (const { resource } of ofTraining.has(item) ? [] : selectedBy(evidence.plans, at, GROUPS.type).found)
      yield { name: `${KARPENTER_CLASS} ${item.name}`, at, group: resource };
  }
}

/** https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html */
function* ofPods({ objects, plans, scope }: Evidence): Generator<NodesInGroup> {
  for (const { name, namespace, field } of objects.ofKind('vpcresources.k8s.aws', 'SecurityGroupPolicy')) {
    const at = field.at('spec', 'securityGroups', 'groupIds');
    const ids = new Set(at?.items().map(({ value }) => value));
    for (const group of scope.contains(namespace) ? [] : plans.flatMap((links) => links.of(SECURITY_GROUP)))
      if (ids.has(propertyOf(group, 'id'))) yield { name: `SecurityGroupPolicy ${name} of ${namespace}`, at, group };
  }
}
