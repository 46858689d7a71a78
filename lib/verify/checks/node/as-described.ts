import { grouped } from '../../../model/grouped';
import { karpenterNames } from '../../../model/nodes/karpenter-names';
import { awsNodeLabels } from '../../../model/nodes/node-group';
import type { NodeGroup, Platform } from '../../../model';
import type { Evidence } from '../../evidence';
import type { Field } from '../../input/field';
import { KARPENTER_CLASS, karpenterNodes } from '../../cloud/karpenter-nodes';
import type { PlannedNodes } from '../../cloud/planned-nodes';
import type { NodePool } from '../../placement/node-pool';
import { groupBought, poolBought } from './parts/bought-as-described';
import { classDifferences } from './parts/class-as-described';
import { taintText } from '../../placement/taint';
import type { Check } from '../check';
import {
  fails,
  inputPlace,
  namedSubject,
  objectSubject,
  resourceSubject,
  type Judged,
  type Place,
  type Problem,
} from '../../problem';

export const asDescribed: Check = {
  id: 'node/as-described',
  title:
    'Every project has the nodes of its description, with their labels and taints, and no other machines or more of them',
  why: 'Labels and taints of nodes, selectors and tolerations of pods are one agreement: who changes one side opens the nodes or stops the jobs.',
  stops: ['A4'],
  control:
    'labels, taints, machines, purchase and bounds of the node groups in the plan, and of the NodePools of Karpenter',
  fix: 'make the node group or NodePool what is described; GpuNodePool and PlatformIsolation make them so',
  positive: true,
  *judge(evidence) {
    const { platform } = evidence;
    if (platform === undefined) return;
    const described = platform.projects.flatMap(({ nodeGroups }) => nodeGroups);
    const groups = new Map(described.map((group) => [group.name, group]));
    const planned = grouped(evidence.plannedNodes, ({ pool }) => pool.name);
    const hasNodes = karpenterNodes(evidence).length > 0;
    for (const group of groups.values()) {
      if (group.pool.provisioner === 'karpenter') yield* ofKarpenter(evidence, platform, group, hasNodes);
      else yield* ofPlan(planned, group);
      yield* classOf(evidence, platform, group);
    }
  },
};

/** Nothing where the input has no node groups for training at all: those are of another program then. */
function* ofPlan(byName: ReadonlyMap<string, readonly PlannedNodes[]>, described: NodeGroup): Generator<Judged> {
  if (byName.size === 0 || described.pool.provisioner !== 'managed') return;
  const found = byName.get(`node group ${described.name}`) ?? [];
  if (found.length === 0)
    yield { subject: namedSubject(`node group ${described.name}`), problems: [fails('is not in the plan')] };
  for (const nodes of found) {
    const { group, pool } = nodes;
    const place = (key: 'labels' | 'taints', name?: string): Place =>
      inputPlace(group, key, ...(name === undefined ? [] : [name]));
    yield {
      subject: resourceSubject(group),
      problems: [...differences(awsNodeLabels(described), described, pool, place), ...groupBought(nodes, described)],
    };
  }
}

/** Nothing where the input has no nodes of Karpenter for training at all, and no class that the description means. */
function* ofKarpenter(evidence: Evidence, platform: Platform, group: NodeGroup, hasNodes: boolean): Generator<Judged> {
  const { placement, objects } = evidence;
  const names = karpenterNames(platform, group);
  const { nodePool: name } = names;
  const isThere = objects.find('karpenter.k8s.aws', KARPENTER_CLASS, undefined, name) !== undefined;
  if (!isThere && !hasNodes) return;
  const object = objects.find('karpenter.sh', 'NodePool', undefined, name);
  const pool = object === undefined ? undefined : placement.poolOf(object);
  if (object === undefined || pool === undefined) {
    yield { subject: namedSubject(`NodePool/${name}`), problems: [fails('is not in the files')] };
    return;
  }
  const template = object.field.at('spec', 'template');
  const place = (key: 'labels' | 'taints', label?: string): Field =>
    (key === 'taints'
      ? template?.at('spec', 'taints')
      : (template?.at('metadata', 'labels', label ?? '') ?? template?.at('metadata', 'labels'))) ?? object.field;
  const problems = [...differences(group.labels, group, pool, place), ...poolBought(object.field, group, names)];
  yield { subject: objectSubject(object), problems };
}

/** The class that the description means; whether nodes start from it, and what else it is, other checks judge. */
function* classOf({ objects }: Evidence, platform: Platform, group: NodeGroup): Generator<Judged> {
  const names = karpenterNames(platform, group);
  const object = objects.find('karpenter.k8s.aws', KARPENTER_CLASS, undefined, names.nodePool);
  if (group.pool.provisioner === 'karpenter' && object !== undefined)
    yield { subject: objectSubject(object), problems: [...classDifferences(object, names)] };
}

function* differences(
  labels: Readonly<Record<string, string>>,
  described: NodeGroup,
  pool: NodePool,
  place: (key: 'labels' | 'taints', label?: string) => Place | Field,
): Generator<Problem> {
  for (const [key, value] of Object.entries(labels)) {
    const has = pool.labels.known.get(key);
    if (has !== value)
      yield fails(`label ${key} is ${has ?? 'missing'}, described is ${value}`, { at: place('labels', key) });
  }
  const at = place('taints');
  const taints = new Set(pool.taints.map(taintText));
  for (const taint of described.taints.map(taintText)) {
    if (!taints.delete(taint)) yield fails(`has not the taint ${taint}`, { at });
  }
  for (const taint of taints) yield fails(`has the taint ${taint}, which jobs do not tolerate`, { at });
}
