import type { Evidence } from '../../../evidence';
import { onceFor } from '../../../once-for';
import { keepsOut, type NodeTaint } from '../../../placement/taint';
import { isRecord, valueAt } from '../../../record';
import type { TrainingNamespace, TrainingScope } from '../../../scope/training-scope';
import { writtenPod, type PodSpec } from './base-pod';

type Json = Readonly<Record<string, unknown>>;
type Texts = Readonly<Record<string, string>>;

/** Nodes of a project by labels and taints of whoever wrote the files. */
export interface OwnNodes {
  readonly project: string;
  readonly labels: Texts;
  readonly tolerations: readonly Json[];
  readonly taints: readonly NodeTaint[];
}

/**
 * The nodes that a project's pods select by labels of their owner. Undefined where they select none, or by those of the
 * model: a description says that it is these.
 */
export function ownNodes(evidence: Evidence, namespace: TrainingNamespace): OwnNodes | undefined {
  const { platform, scope } = evidence;
  if (platform !== undefined) return undefined;
  const { spec } = writtenPod(evidence, namespace);
  const labels = selectedLabels(spec);
  if (Object.keys(labels).length === 0 || ofModel(scope).some((key) => Object.hasOwn(labels, key))) return undefined;
  const tolerations = recordsIn(spec['tolerations']);
  const [landed] = namespace.workloads.flatMap((workload) => evidence.nodes.trainingNodesOf(workload));
  const shown = landed === undefined || landed.pool.kind === 'supposed' ? undefined : landed.pool.taints;
  return {
    project: namespace.project,
    labels,
    tolerations,
    taints: (shown ?? tolerations.flatMap(tolerated)).filter(keepsOut),
  };
}

/** The nodes of all projects that have such, each set of labels once; looked for once, since where each pod lands is asked. */
export const allOwnNodes = onceFor((evidence: Evidence): readonly OwnNodes[] => {
  const all = evidence.scope.namespaces.flatMap((namespace) => ownNodes(evidence, namespace) ?? []);
  return [...new Map(all.map((nodes) => [JSON.stringify(nodes.labels), nodes])).values()];
});

/** Whether nodes of training go by labels of the model, for all that the files show. */
export function hasModelNodes(evidence: Evidence): boolean {
  const { platform, scope, nodes } = evidence;
  if (platform !== undefined || allOwnNodes(evidence).length === 0) return true;
  return nodes.training.some(({ labels }) => ofModel(scope).some((key) => labels.known.has(key)));
}

function ofModel({ taint, keys }: TrainingScope): readonly string[] {
  return [taint.key, keys.project, keys.pool];
}

/** Taints that keep pods out of training nodes, as the files or the description have them: whoever tolerates all of a set is let in. */
export function taintSets(evidence: Evidence): readonly (readonly NodeTaint[])[] {
  const { platform, scope, nodes } = evidence;
  if (platform !== undefined) return [[scope.taint]];
  const ofPools = nodes.training.map(({ taints }) => taints.filter(keepsOut));
  const told = ofPools.some((taints) => taints.length > 0)
    ? ofPools
    : allOwnNodes(evidence).map(({ taints }) => taints);
  const sets = told
    .filter((taints) => taints.length > 0)
    // Who may not tolerate this one needs no other.
    .map((taints) => (taints.some(({ key }) => key === scope.taint.key) ? [scope.taint] : taints));
  return sets.length === 0
    ? [[scope.taint]]
    : [...new Map(sets.map((taints) => [JSON.stringify(taints), taints])).values()];
}

/** Labels that nodes must have for a pod: those of its selector, and of the first way to meet its affinity. */
function selectedLabels(spec: PodSpec): Texts {
  const way = ['affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms'];
  const [term] = recordsIn(valueAt(spec, ...way));
  const pairs = recordsIn(term?.['matchExpressions']).map(({ key, operator, values }) => [
    key,
    operator === 'In' && Array.isArray(values) ? (values as unknown[])[0] : undefined,
  ]);
  const selector = isRecord(spec['nodeSelector']) ? Object.entries(spec['nodeSelector']) : [];
  return Object.fromEntries(
    [...pairs, ...selector].filter((pair): pair is [string, string] => pair.every((text) => typeof text === 'string')),
  );
}

/** The taint that a toleration of one key is for. */
function tolerated({ key, value, effect }: Json): readonly NodeTaint[] {
  if (typeof key !== 'string' || key === '' || effect === 'PreferNoSchedule') return [];
  return [
    {
      key,
      value: typeof value === 'string' ? value : '',
      effect: effect === 'NoExecute' ? effect : 'NoSchedule',
    },
  ];
}

function recordsIn(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
