import { EKSCTL_CONFIG, nodeGroupsIn } from '../input/eksctl-config';
import { itemsIn, textsIn, type Field } from '../input/field';
import type { Inputs } from '../input/inputs';
import { isKind, labelsOf, textEntries, type KubernetesObject } from '../input/kubernetes-object';
import { cloudName, linksOf, type PlanLinks } from '../input/pulumi/plan-links';
import { propertyOf, type PlannedResource } from '../input/pulumi/planned-resource';
import { knownEntries, knownField, knownList, knownText } from '../input/pulumi/plan-value';
import { completeLabels, partialLabels, type Labels } from '../labels/labels';
import { isPassing, readTaints, taintEffect, type NodeTaint } from './taint';
import { LAUNCH_TEMPLATE, NODE_GROUP } from '../input/pulumi/resource-types';

/** Nodes that are alike: a node group, a Karpenter pool, or one node. */
export interface NodePool {
  /** `node group p4d--alpha`, `NodePool gpu`, `Node ip-10-0-0-1`. */
  readonly name: string;
  /** What shows them; `supposed` are nodes that the files do not show. */
  readonly kind: 'node group' | 'NodePool' | 'NodeClaim' | 'Node' | 'supposed';
  /** Labels of the nodes, those that Kubernetes sets among them. */
  readonly labels: Labels;
  /** Taints of the nodes. */
  readonly taints: readonly NodeTaint[];
  /** Types of its instances, or families of them, as far as they are known. */
  readonly instanceTypes: readonly string[];
  /** Whether it asks for instances with accelerators, of whatever type. @default false */
  readonly hasAccelerators?: boolean;
  /** What it stands in, for findings; undefined for nodes that are only supposed. */
  readonly source: KubernetesObject | PlannedResource | undefined;
  /** Name of the node where it is one. */
  readonly node: string | undefined;
  /** Names of things that are not known and could change an answer. */
  readonly missing: readonly string[];
}

/** Labels that every node gets, with values that depend on the node. */
const EVERY_NODE = [
  'kubernetes.io/hostname',
  'kubernetes.io/os',
  'kubernetes.io/arch',
  'beta.kubernetes.io/os',
  'beta.kubernetes.io/arch',
  'node.kubernetes.io/instance-type',
  'beta.kubernetes.io/instance-type',
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
  'topology.k8s.aws/zone-id',
];
const MANAGED_NODE_GROUP = [
  'eks.amazonaws.com/nodegroup',
  'eks.amazonaws.com/nodegroup-image',
  'eks.amazonaws.com/capacityType',
  'eks.amazonaws.com/sourceLaunchTemplateId',
  'eks.amazonaws.com/sourceLaunchTemplateVersion',
  'k8s.io/cloud-provider-aws',
];

/** All pools of the input: node groups of plans and of eksctl, Karpenter's pools, and nodes of a dump. */
export function nodePools({ plans, objects }: Pick<Inputs, 'plans' | 'objects'>): readonly NodePool[] {
  return [
    ...plans.flatMap((plan) => {
      const links = linksOf(plan);
      return links.of(NODE_GROUP).map((group) => managedNodeGroup(links, group));
    }),
    ...objects.flatMap((object) => {
      if (isKind(object, ...EKSCTL_CONFIG)) return eksctlPools(object);
      if (isKind(object, 'karpenter.sh', 'NodePool'))
        return [karpenterPool(object, 'NodePool', object.field.at('spec', 'template'))];
      // Those of a pool are as the pool says.
      if (isKind(object, 'karpenter.sh', 'NodeClaim') && !isOfPool(object))
        return [karpenterPool(object, 'NodeClaim', object.field)];
      return isKind(object, '', 'Node') ? [node(object)] : [];
    }),
  ];
}

/** The same without taints of the moment, which a dump shows too: what they keep out today lands tomorrow. */
export function inTheLongRun(pool: NodePool): NodePool {
  return pool.kind === 'Node' ? { ...pool, taints: pool.taints.filter((taint) => !isPassing(taint)) } : pool;
}

function pool(
  source: NodePool['source'],
  kind: NodePool['kind'],
  name: string,
  known: ReadonlyMap<string, string>,
  unknown: readonly string[],
  taints: readonly NodeTaint[],
): NodePool {
  const valueUnknown = new Set([...EVERY_NODE, ...unknown].filter((key) => !known.has(key)));
  return {
    source,
    instanceTypes: [],
    kind,
    name: `${kind} ${name}`,
    labels: completeLabels(known, valueUnknown),
    taints,
    node: undefined,
    missing: [],
  };
}

/** Nodes that are not in the input and could be in the cluster. */
export function supposedPool(
  name: string,
  labels: ReadonlyMap<string, string>,
  taints: readonly NodeTaint[] = [],
): NodePool {
  return { ...pool(undefined, 'supposed', name, labels, MANAGED_NODE_GROUP, taints), name };
}

function managedNodeGroup(links: PlanLinks, resource: PlannedResource): NodePool {
  const name = knownText(propertyOf(resource, 'nodeGroupName')) ?? cloudName(resource);
  const missing: string[] = [];
  const labels = propertyOf(resource, 'labels');
  if (typeof labels === 'symbol') missing.push(`labels of node group ${name}`);
  const known = new Map<string, string>();
  const unknown: string[] = [];
  for (const [key, value] of knownEntries(labels)) {
    if (typeof value === 'string') known.set(key, value);
    else unknown.push(key);
  }
  const given = propertyOf(resource, 'taints');
  if (typeof given === 'symbol') missing.push(`taints of node group ${name}`);
  const taints = knownList(given).flatMap((taint): readonly NodeTaint[] => {
    const key = knownText(knownField(taint, 'key'));
    const effect = taintEffect(knownText(knownField(taint, 'effect')) ?? '');
    if (key !== undefined && effect !== undefined)
      return [{ key, value: knownText(knownField(taint, 'value')) ?? '', effect }];
    missing.push(`a taint of node group ${name}`);
    return [];
  });
  const template = links.referenced(resource, 'launchTemplate', LAUNCH_TEMPLATE);
  const instanceTypes = [
    ...knownList(propertyOf(resource, 'instanceTypes')),
    ...(template === undefined ? [] : [propertyOf(template, 'instanceType') ?? '']),
  ].flatMap((type) => (typeof type === 'string' && type !== '' ? [type] : []));
  return {
    ...pool(resource, 'node group', name, known, [...unknown, ...MANAGED_NODE_GROUP], taints),
    // It may have any label, then.
    ...(typeof labels === 'symbol' ? { labels: partialLabels(known) } : {}),
    instanceTypes,
    missing,
  };
}

/** `nodeGroups` and `managedNodeGroups` of an eksctl configuration; its taints are a list, or a map of key to `value:effect`. */
function eksctlPools(object: KubernetesObject): readonly NodePool[] {
  return nodeGroupsIn(object.field).map((group) => {
    const taints = group.get('taints');
    const types = [group.get('instanceType')?.value, ...itemsIn(group, 'instanceTypes').map(({ value }) => value)];
    const found = pool(
      object,
      'node group',
      group.get('name')?.text() ?? '',
      textEntries(group.get('labels')),
      [...MANAGED_NODE_GROUP, 'alpha.eksctl.io/cluster-name', 'alpha.eksctl.io/nodegroup-name'],
      Array.isArray(taints?.value) ? readTaints(taints) : eksctlTaintMap(taints),
    );
    return { ...found, instanceTypes: types.filter((type) => typeof type === 'string') };
  });
}

function eksctlTaintMap(field: Field | undefined): readonly NodeTaint[] {
  return [...textEntries(field)].flatMap(([key, text]) => {
    const colon = text.lastIndexOf(':');
    const effect = taintEffect(text.slice(colon + 1));
    if (effect !== undefined) return [{ key, value: text.slice(0, Math.max(colon, 0)), effect }];
    field?.get(key)?.refuse('value:effect', 'for example ai-training:NoSchedule');
    return [];
  });
}

/**
 * Requirements of a Karpenter pool are labels of its nodes; one with a single value is known. `NotIn` lets the label be
 * absent as well (https://karpenter.sh/docs/concepts/nodepools/), but for labels that every node has.
 */
function karpenterPool(
  object: KubernetesObject,
  kind: 'NodePool' | 'NodeClaim',
  template: Field | undefined,
): NodePool {
  const { name } = object;
  const known = new Map(labelsOf(template?.get('metadata')));
  if (kind === 'NodePool') known.set(OF_POOL, name);
  const unknown = [
    'karpenter.sh/capacity-type',
    'karpenter.k8s.aws/ec2nodeclass',
    'karpenter.sh/registered',
    'karpenter.sh/initialized',
  ];
  const perhaps: string[] = [];
  const instanceTypes: string[] = [];
  let hasAccelerators = false;
  for (const requirement of itemsIn(template, 'spec', 'requirements')) {
    const key = requirement.get('key')?.text();
    if (key === undefined) continue;
    const values = textsIn(requirement, 'values');
    const operator = requirement.get('operator')?.value;
    if (SAYS_TYPE.test(key) && operator === 'In') instanceTypes.push(...values);
    if (SAYS_ACCELERATORS.test(key) && operator !== 'DoesNotExist') hasAccelerators = true;
    if (operator === 'In' && values.length === 1) known.set(key, values[0] as string);
    else if (operator === 'NotIn' && !known.has(key)) perhaps.push(key);
    else if (operator !== 'DoesNotExist') unknown.push(key);
  }
  const found = pool(object, kind, name, known, unknown, readTaints(template?.at('spec', 'taints')));
  // Karpenter labels nodes with facts of the instance under these prefixes.
  return {
    ...found,
    instanceTypes,
    hasAccelerators,
    labels: {
      ...found.labels,
      complete: true,
      valueUnknown: new Set([...found.labels.valueUnknown, ...KARPENTER_AWS]),
      perhaps: new Set(perhaps),
    },
  };
}

/** Labels by which a pool chooses its types, or whole families of them (https://karpenter.sh/docs/concepts/scheduling/). */
const SAYS_TYPE =
  /^(?:node\.kubernetes\.io\/instance-type|(?:karpenter\.k8s|eks\.amazonaws)\.(?:aws|com)\/instance-family)$/;
/** Labels that only types with accelerators have. */
const SAYS_ACCELERATORS =
  /^(?:karpenter\.k8s\.aws|eks\.amazonaws\.com)\/instance-(?:gpu|accelerator)-(?:name|manufacturer|count|memory)$/;

const OF_POOL = 'karpenter.sh/nodepool';

/** Whether Karpenter made it for a pool: it says so, and is owned by one. */
function isOfPool({ field }: KubernetesObject): boolean {
  const owners = itemsIn(field, 'metadata', 'ownerReferences');
  return (
    labelsOf(field.get('metadata')).has(OF_POOL) && owners.some((owner) => owner.get('kind')?.value === 'NodePool')
  );
}

const KARPENTER_AWS = [
  'instance-category instance-cpu instance-cpu-manufacturer instance-cpu-sustained-clock-speed-mhz instance-family',
  'instance-generation instance-gpu-count instance-gpu-manufacturer instance-gpu-memory instance-gpu-name instance-hypervisor',
  'instance-local-nvme instance-memory instance-network-bandwidth instance-size instance-accelerator-count',
  'instance-accelerator-manufacturer instance-accelerator-name instance-encryption-in-transit-supported',
].flatMap((line) => line.split(' ').map((key) => `karpenter.k8s.aws/${key}`));

function node(object: KubernetesObject): NodePool {
  const { field, name } = object;
  const labels = new Map(labelsOf(field.get('metadata')));
  const type = labels.get('node.kubernetes.io/instance-type');
  return {
    source: object,
    instanceTypes: type === undefined ? [] : [type],
    kind: 'Node',
    name: `Node ${name}`,
    labels: completeLabels(labels),
    taints: readTaints(field.at('spec', 'taints')),
    node: name,
    missing: [],
  };
}
