import { labelsOf, annotationsOf } from '../../input/kubernetes-object';
import type { Check } from '../check';
import { fails, type Problem } from '../../problem';
import { trainingPods } from './training-pods';

/** How meshes are told to take a pod in, on pods or namespaces. */
const TAKES_IN: readonly (readonly [string, readonly string[]])[] = [
  ['sidecar.istio.io/inject', ['true']],
  ['istio-injection', ['enabled']],
  ['istio.io/dataplane-mode', ['ambient']],
  ['linkerd.io/inject', ['enabled', 'ingress']],
];

export const mesh: Check = {
  id: 'pod/mesh',
  title: 'Training pods stay out of service meshes',
  why: "A mesh resets NCCL's undeclared ports under strict mTLS, never sees RDMA, and needs a privileged start.",
  answers: [],
  control: 'no injection label on the namespace, sidecar.istio.io/inject: "false" on pods where one is',
  fix: 'label the pods sidecar.istio.io/inject: "false", or take the label of the mesh off the namespace',
  positive: true,
  *judge(evidence) {
    yield* trainingPods(evidence, ({ workload, namespace }): Problem[] => {
      const pod = new Map([...labelsOf(workload.metadata), ...annotationsOf(workload.metadata)]);
      const of = new Map([...namespace.labels, ...annotationsOf(namespace.object?.field.get('metadata'))]);
      if (
        ['sidecar.istio.io/inject', 'linkerd.io/inject'].some((key) =>
          ['false', 'disabled'].includes(pod.get(key) ?? ''),
        )
      )
        return [];
      const [found] = TAKES_IN.filter(([key, values]) => values.includes(pod.get(key) ?? of.get(key) ?? ''));
      return found === undefined ? [] : [fails(`is taken into a mesh by ${found[0]}`, { at: workload.metadata })];
    });
  },
};
