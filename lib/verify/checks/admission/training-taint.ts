import { NVIDIA_GPU } from '../../../model/device-resources';
import type { Evidence } from '../../evidence';
import type { Check } from '../check';
import { firstContainer, podProbesElsewhere, type PodChange } from '../pod-probe';
import { wholeCluster } from '../probe';
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

function* changes({ scope: { taint } }: Evidence): Generator<PodChange> {
  const { key, value, effect } = taint;
  const tolerates =
    (toleration: object): PodChange['change'] =>
    (spec) => ({ ...spec, tolerations: [toleration] });
  // https://kubernetes.io/docs/concepts/workloads/pods/#pod-update-and-replacement, and of selectors
  // https://kubernetes.io/docs/concepts/scheduling-eviction/pod-scheduling-readiness/#mutable-pod-scheduling-directives
  const later = true;
  yield {
    meaning: 'a toleration of the training taint',
    rule: 'training-taint',
    change: tolerates({ key, operator: 'Equal', value, effect }),
    later,
  };
  yield {
    meaning: 'a toleration of the key with any value',
    rule: 'training-taint',
    change: tolerates({ key, operator: 'Exists' }),
    later,
  };
  yield {
    meaning: 'a toleration of everything',
    rule: 'training-taint',
    change: tolerates({ operator: 'Exists' }),
    later,
  };
  yield {
    meaning: 'a selector of training nodes',
    rule: 'node-selection',
    change: (spec) => ({ ...spec, nodeSelector: { [key]: value } }),
    later,
  };
  yield {
    meaning: 'an affinity to training nodes',
    rule: 'node-selection',
    change: (spec) => ({
      ...spec,
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key, operator: 'In', values: [value] }] }],
          },
        },
      },
    }),
    later,
  };
  yield {
    meaning: 'a GPU outside the projects',
    rule: 'gpu-requests',
    change: firstContainer((container) => ({
      ...container,
      resources: { limits: { [NVIDIA_GPU]: '1' }, requests: { [NVIDIA_GPU]: '1' } },
    })),
  };
}
