import { labelsOf, annotationsOf } from '../../input/kubernetes-object';
import type { Check } from '../check';
import { fails, type Problem } from '../../problem';
import { trainingPods } from '../training-pods';

/** How a mesh is told to take a pod in, on pods or namespaces, and on a pod to leave it out: one mesh hears nothing of another's word. */
interface Mesh {
  readonly takesIn: readonly (readonly [key: string, values: readonly string[] | 'any'])[];
  readonly leavesOut: readonly [key: string, value: string];
}

const MESHES: readonly Mesh[] = [
  // https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/
  {
    takesIn: [
      ['sidecar.istio.io/inject', ['true']],
      ['istio-injection', ['enabled']],
      ['istio.io/rev', 'any'],
    ],
    leavesOut: ['sidecar.istio.io/inject', 'false'],
  },
  // Without sidecars: https://istio.io/latest/docs/ambient/usage/add-workloads/
  { takesIn: [['istio.io/dataplane-mode', ['ambient']]], leavesOut: ['istio.io/dataplane-mode', 'none'] },
  { takesIn: [['linkerd.io/inject', ['enabled', 'ingress']]], leavesOut: ['linkerd.io/inject', 'disabled'] },
  // https://kuma.io/docs/latest/reference/kubernetes-annotations/
  {
    takesIn: [['kuma.io/sidecar-injection', ['enabled', 'true']]],
    leavesOut: ['kuma.io/sidecar-injection', 'disabled'],
  },
];

export const mesh: Check = {
  id: 'pod/mesh',
  title: 'Training pods stay out of service meshes',
  why: "A mesh resets NCCL's undeclared ports under strict mTLS, never sees RDMA, and needs a privileged start.",
  stops: [],
  control:
    'no label of a mesh on the namespace; on pods where one is sidecar.istio.io/inject: "false", istio.io/dataplane-mode: none or linkerd.io/inject: disabled',
  fix: 'take the label of the mesh off the namespace, or have it leave the pods out: sidecar.istio.io/inject: "false", in ambient mode istio.io/dataplane-mode: none',
  positive: true,
  *judge(evidence) {
    yield* trainingPods(evidence, ({ workload, namespace }): Problem[] => {
      const pod = new Map([...labelsOf(workload.metadata), ...annotationsOf(workload.metadata)]);
      const of = new Map([...namespace.labels, ...annotationsOf(namespace.object?.field.get('metadata'))]);
      const found = MESHES.filter(({ leavesOut: [key, value] }) => pod.get(key) !== value)
        .flatMap(({ takesIn }) => takesIn)
        .find(([key, values]) => {
          const word = pod.get(key) ?? of.get(key);
          return word !== undefined && (values === 'any' || values.includes(word));
        });
      return found === undefined ? [] : [fails(`is taken into a mesh by ${found[0]}`, { at: workload.metadata })];
    });
  },
};
