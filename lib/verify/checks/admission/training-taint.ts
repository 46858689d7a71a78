import { NVIDIA_GPU } from '../../../model/nodes/device-resources';
import type { Evidence } from '../../evidence';
import type { Check } from '../check';
import { firstContainer, podProbesElsewhere, type PodChange } from '../pod-probe';
import { wholeCluster } from '../probe';
import { taintText } from '../../placement/taint';
import { allOwnNodes, hasModelNodes, taintSets } from './parts/told-nodes';
import { writtenPolicy } from './parts/written-policy';

export const trainingTaint: Check = {
  id: 'admission/training-taint',
  title: 'Outside the projects nobody tolerates the taint, selects the nodes, or asks for their GPUs',
  why: 'A taint keeps out only those who do not tolerate it, and whoever writes a pod may write a toleration.',
  stops: ['A4', 'T17'],
  control: 'admission policies on tolerations, selectors and GPU requests in all other namespaces',
  fix: writtenPolicy('training-taint', 'node-selection', 'gpu-requests'),
  *judge(evidence) {
    yield* wholeCluster(evidence, podProbesElsewhere(evidence, [...changes(evidence)]));
  },
};

/**
 * Of tolerations https://kubernetes.io/docs/concepts/workloads/pods/#pod-update-and-replacement, and of selectors
 * https://kubernetes.io/docs/concepts/scheduling-eviction/pod-scheduling-readiness/#mutable-pod-scheduling-directives.
 */
const later = true;

function* changes(evidence: Evidence): Generator<PodChange> {
  for (const taints of taintSets(evidence)) yield* tolerationChanges(evidence, taints);
  yield {
    meaning: 'a toleration of everything',
    rule: 'training-taint',
    change: tolerates([{ operator: 'Exists' }]),
    later,
  };
  const { taint } = evidence.scope;
  if (hasModelNodes(evidence)) yield* selectionChanges('training nodes', { [taint.key]: taint.value });
  for (const { project, labels } of allOwnNodes(evidence))
    yield* selectionChanges(`training nodes of ${project}`, labels);
  yield {
    meaning: 'a GPU outside the projects',
    rule: 'gpu-requests',
    change: firstContainer((container) => ({
      ...container,
      resources: { limits: { [NVIDIA_GPU]: '1' }, requests: { [NVIDIA_GPU]: '1' } },
    })),
  };
}

function tolerates(tolerations: readonly object[]): PodChange['change'] {
  return (spec) => ({ ...spec, tolerations });
}

function* tolerationChanges({ scope }: Evidence, taints: ReturnType<typeof taintSets>[number]): Generator<PodChange> {
  const isOurs = taints.some(({ key }) => key === scope.taint.key);
  const named = isOurs ? 'the training taint' : taints.map(taintText).join(' and ');
  const keys = isOurs ? 'the key' : taints.map(({ key }) => key).join(' and ');
  yield {
    meaning: `a toleration of ${named}`,
    rule: 'training-taint',
    change: tolerates(taints.map(({ key, value, effect }) => ({ key, operator: 'Equal', value, effect }))),
    later,
  };
  yield {
    meaning: `a toleration of ${keys} with any value`,
    rule: 'training-taint',
    change: tolerates(taints.map(({ key }) => ({ key, operator: 'Exists' }))),
    later,
  };
}

function* selectionChanges(which: string, labels: Readonly<Record<string, string>>): Generator<PodChange> {
  yield {
    meaning: `a selector of ${which}`,
    rule: 'node-selection',
    change: (spec) => ({ ...spec, nodeSelector: labels }),
    later,
  };
  const matchExpressions = Object.entries(labels).map(([key, value]) => ({ key, operator: 'In', values: [value] }));
  yield {
    meaning: `an affinity to ${which}`,
    rule: 'node-selection',
    change: (spec) => ({
      ...spec,
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] },
        },
      },
    }),
    later,
  };
}
