import { EVERY_MESH } from '../../../model/network/meshes';
import { labelsOf, annotationsOf } from '../../input/kubernetes-object';
import type { Check } from '../check';
import { fails, type Problem } from '../../problem';
import { trainingPods } from '../training-pods';

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
      return EVERY_MESH.filter(({ leavesOut: [key, value] }) => pod.get(key) !== value).flatMap(({ name, takesIn }) => {
        const found = takesIn.find(([key, values]) => {
          const word = pod.get(key) ?? of.get(key);
          return word !== undefined && (values === 'any' || values.includes(word));
        });
        return found === undefined ? [] : [fails(`is taken into ${name} by ${found[0]}`, { at: workload.metadata })];
      });
    });
  },
};
