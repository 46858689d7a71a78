import { EFA_DEVICE } from '../../../model/nodes/device-resources';
import { grouped } from '../../../model/grouped';
import { efaInterfaces, type PlannedNodes } from '../../cloud/planned-nodes';
import { knownField, knownText } from '../../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../../input/pulumi/planned-resource';
import { taintText } from '../../placement/taint';
import { showsAutoscaler } from '../../scope/shown-autoscaler';
import type { Check } from '../check';
import { fails, inputPlace, notKnown, resourceSubject, type Problem } from '../../problem';

const DISCOVERY = 'k8s.io/cluster-autoscaler';
const TEMPLATE = `${DISCOVERY}/node-template`;

export const autoscalerTags: Check = {
  id: 'node/autoscaler-tags',
  title: 'The autoscaler knows the labels, taints and devices of nodes that do not exist yet',
  why: 'A group of zero nodes whose tags leave out a label never fits the pod that selects it: the job pends for ever. A taint that is left out starts nodes for pods that may not land there.',
  stops: [],
  control: 'tags of the Auto Scaling group, equal to labels and taints of the node group',
  fix: 'tag the Auto Scaling group of the node group; tags of the node group itself never reach it',
  positive: true,
  *judge(evidence) {
    // Nodes of Karpenter, and those that somebody counts, are in no need of tags.
    if (!showsAutoscaler(evidence)) return;
    for (const nodes of evidence.plannedNodes) {
      const least = knownField(propertyOf(nodes.group, 'scalingConfig'), 'minSize');
      if (typeof least === 'number' && least > 0) continue;
      yield { subject: resourceSubject(nodes.group), problems: [...tagProblems(nodes)] };
    }
  },
};

function* tagProblems(nodes: PlannedNodes): Generator<Problem> {
  const { pool, group } = nodes;
  const tags = tagsOf(nodes);
  const wanted = new Map<string, string>([
    [`${DISCOVERY}/enabled`, 'true'],
    ...[...pool.labels.known].map(([key, value]): [string, string] => [`${TEMPLATE}/label/${key}`, value]),
  ]);
  const cluster = knownText(propertyOf(group, 'clusterName'));
  if (cluster !== undefined && !tags.has(`${DISCOVERY}/${cluster}`)) yield fails(`has no tag ${DISCOVERY}/${cluster}`);
  const efa = efaInterfaces(nodes);
  if (efa > 0) wanted.set(`${TEMPLATE}/resources/${EFA_DEVICE}`, String(efa));
  for (const [key, taints] of grouped(pool.taints, (taint) => taint.key))
    wanted.set(`${TEMPLATE}/taint/${key}`, taints.map(({ value, effect }) => `${value}:${effect}`).join(','));
  for (const [key, value] of wanted) {
    const tag = tags.get(key);
    if (tag === undefined) yield fails(`has no tag ${key}=${value}`);
    else if (tag.value === undefined)
      yield notKnown(`the value of tag ${key} is not known`, { at: inputPlace(tag.resource, 'tag') });
    else if (tag.value !== value)
      yield fails(`tag ${key} says ${tag.value}, the nodes have ${value}`, {
        at: inputPlace(tag.resource, 'tag', 'value'),
      });
  }
  const known = pool.taints.map(taintText).join(', ') || 'none';
  for (const [key, { resource }] of tags) {
    if (wanted.has(key)) continue;
    if (key.startsWith(`${TEMPLATE}/label/`))
      yield fails(`tag ${key} names a label that the nodes do not have`, { at: inputPlace(resource, 'tag') });
    if (key.startsWith(`${TEMPLATE}/taint/`))
      yield fails(`tag ${key} names a taint that the nodes do not have (${known})`, {
        at: inputPlace(resource, 'tag'),
      });
  }
}

/** Tags of the Auto Scaling group behind a node group, by key. */
function tagsOf({
  links,
  group,
}: PlannedNodes): ReadonlyMap<string, { readonly value: string | undefined; readonly resource: PlannedResource }> {
  const reported = JSON.stringify(propertyOf(group, 'resources') ?? '');
  const belongs = (tag: PlannedResource): boolean => {
    const name = knownText(propertyOf(tag, 'autoscalingGroupName'));
    if (name !== undefined && name !== '') return reported.includes(JSON.stringify(name));
    return tag.propertyDependencies['autoscalingGroupName']?.includes(group.urn) === true;
  };
  return new Map(
    links.of('aws:autoscaling/tag:Tag').flatMap((resource) => {
      const tag = propertyOf(resource, 'tag');
      const key = knownText(knownField(tag, 'key'));
      if (key === undefined || !belongs(resource)) return [];
      return [[key, { value: knownText(knownField(tag, 'value')), resource }] as const];
    }),
  );
}
