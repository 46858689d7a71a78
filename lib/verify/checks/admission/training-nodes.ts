import { isDeepStrictEqual } from 'node:util';
import type { Evidence } from '../../evidence';
import { describedProject } from '../../scope/described-project';
import type { TrainingNamespace } from '../../scope/training-scope';
import type { Check } from '../check';
import { podProbes, type PodChange } from '../pod-probe';
import { eachProject } from '../probe';
import type { PodSpec } from './parts/base-pod';
import { ownNodes, type OwnNodes } from './parts/told-nodes';
import { writtenPolicy } from './parts/written-policy';

export const trainingNodes: Check = {
  id: 'admission/training-nodes',
  title: 'Pods of a project may select and tolerate its own nodes only',
  why: 'A taint keeps others out of training nodes; only the selector keeps training away from production, and whoever writes a pod writes both.',
  stops: ['A1', 'A2', 'T2'],
  control: 'an admission policy on nodeSelector and tolerations in the namespaces of projects',
  fix: writtenPolicy('training-nodes'),
  *judge(evidence) {
    yield* eachProject(evidence, (namespace) => podProbes(evidence, namespace, [...changes(evidence, namespace)]));
  },
};

function* changes(evidence: Evidence, namespace: TrainingNamespace): Generator<PodChange> {
  const rule = 'training-nodes';
  for (const { meaning, change } of elsewhereChanges(evidence, namespace))
    yield { meaning: `a training pod ${meaning}`, rule, change };
  yield {
    meaning: 'a training pod without a selector',
    rule,
    change: ({ nodeSelector: _, ...spec }) => withoutNodeAffinity(spec as PodSpec),
  };
  yield {
    meaning: 'a training pod that tolerates everything',
    rule,
    change: (spec) => ({
      ...spec,
      tolerations: [...((spec['tolerations'] as readonly unknown[] | undefined) ?? []), { operator: 'Exists' }],
    }),
    later: true,
  };
}

/** Pods on nodes that are not of their project. */
function elsewhereChanges(evidence: Evidence, namespace: TrainingNamespace): readonly Omit<PodChange, 'rule'>[] {
  const { scope } = evidence;
  const { taint } = scope;
  const others = scope.namespaces.filter(({ project }) => project !== namespace.project);
  const own = ownNodes(evidence, namespace);
  const OTHER = 'on other nodes';
  const OF_ANOTHER = 'on nodes of another project';
  if (own !== undefined) {
    const theirs = otherNodes(evidence, others, own);
    const nobodys = Object.fromEntries(Object.keys(own.labels).map((key) => [key, PRODUCTION]));
    return [
      { meaning: OTHER, change: (spec) => ({ ...withoutNodeAffinity(spec), nodeSelector: nobodys }) },
      ...(theirs === undefined
        ? []
        : [
            {
              meaning: OF_ANOTHER,
              change: (spec: PodSpec) => ({
                ...withoutNodeAffinity(spec),
                nodeSelector: theirs.labels,
                tolerations: theirs.tolerations,
              }),
            },
          ]),
    ];
  }
  const selects =
    (labels: Readonly<Record<string, string>>): PodChange['change'] =>
    (spec) => ({ ...spec, nodeSelector: { ...(spec['nodeSelector'] as object), ...labels } });
  const theirs = describedOtherNodes(evidence, others, namespace);
  return [
    { meaning: OTHER, change: selects({ [taint.key]: PRODUCTION }) },
    ...(theirs === undefined ? [] : [{ meaning: OF_ANOTHER, change: selects(theirs) }]),
  ];
}

/** Labels of the first nodes that a project does not use, as the description has them, or by the model's label of projects. */
function describedOtherNodes(
  { platform, scope }: Evidence,
  others: readonly TrainingNamespace[],
  namespace: TrainingNamespace,
): Readonly<Record<string, string>> | undefined {
  const own = new Set(describedProject(platform, namespace.name)?.nodeGroups.map(({ name }) => name));
  for (const { name, project } of others) {
    const described = describedProject(platform, name);
    if (described === undefined) return { [scope.keys.project]: project };
    const group = described.nodeGroups.find((one) => !own.has(one.name));
    if (group !== undefined) return group.labels;
  }
  return undefined;
}

/** The first nodes that are not these; of a thousand projects most are not asked. */
function otherNodes(
  evidence: Evidence,
  namespaces: readonly TrainingNamespace[],
  { labels }: OwnNodes,
): OwnNodes | undefined {
  for (const namespace of namespaces) {
    const nodes = ownNodes(evidence, namespace);
    if (nodes !== undefined && !isDeepStrictEqual(nodes.labels, labels)) return nodes;
  }
  return undefined;
}

/** A value that no nodes of training have. */
const PRODUCTION = 'production';

function withoutNodeAffinity(spec: PodSpec): PodSpec {
  const affinity = spec['affinity'] as Readonly<Record<string, unknown>> | undefined;
  if (affinity?.['nodeAffinity'] === undefined) return spec;
  const { nodeAffinity: _, ...rest } = affinity;
  return { ...spec, affinity: rest };
}
