import { EFA_DEVICE, NVIDIA_GPU } from '../../../model/nodes/device-resources';
import type { Platform } from '../../../model';
import type { Evidence } from '../../evidence';
import type { Check } from '../check';
import { firstContainer, inEitherList, podProbesElsewhere, type ContainerChange, type PodChange } from '../pod-probe';
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
  yield* inEitherList({
    meaning: 'a GPU outside the projects',
    rule: 'gpu-requests',
    change: asksFor(NVIDIA_GPU),
  });
  if (evidence.platform !== undefined) yield* deviceChanges(evidence.platform);
}

const asksFor =
  (resource: string): ContainerChange['change'] =>
  (container) => ({ ...container, resources: { limits: { [resource]: '1' }, requests: { [resource]: '1' } } });

/** Slices of a GPU and shares in time, as NVIDIA's plugin calls them (https://github.com/NVIDIA/k8s-device-plugin). */
const OF_NVIDIA = ['nvidia.com/mig-1g.10gb', `${NVIDIA_GPU}.shared`];

/** Devices of training nodes under every name; which those are a description says. */
function* deviceChanges({ aws, pools }: Platform): Generator<PodChange> {
  const rule = 'gpu-requests';
  const named = pools.flatMap(({ gpuResource, rdmaResource }) => [gpuResource, rdmaResource ?? []].flat());
  const shared = named.includes(NVIDIA_GPU) ? OF_NVIDIA : [];
  const cards = aws === undefined ? [] : [EFA_DEVICE];
  for (const resource of new Set([...named, ...shared, ...cards]))
    if (resource !== NVIDIA_GPU)
      yield { meaning: `${resource} outside the projects`, rule, change: firstContainer(asksFor(resource)) };
  yield {
    meaning: 'a claim of devices outside the projects',
    rule,
    change: (spec) => ({ ...spec, resourceClaims: [{ name: 'gpu', resourceClaimName: 'gpu' }] }),
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
  const bad = Object.entries(labels).map(([key, value]) => ({ key, operator: 'In', values: [value] }));
  const affinity =
    (...terms: readonly (readonly object[])[]): PodChange['change'] =>
    (spec) => ({
      ...spec,
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: terms.map((matchExpressions) => ({ matchExpressions })),
          },
        },
      },
    });
  yield { meaning: `an affinity to ${which}`, rule: 'node-selection', change: affinity(bad), later };
  // Of a list a policy may look at one, or be content with one.
  yield {
    meaning: `an affinity to ${which} beside harmless ones`,
    rule: 'node-selection',
    change: affinity([HARMLESS], [HARMLESS, ...bad]),
  };
}

const HARMLESS = { key: 'kubernetes.io/os', operator: 'In', values: ['linux'] };
