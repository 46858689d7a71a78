import { EFA_DEVICE, NVIDIA_GPU } from '../../../model/nodes/device-resources';
import type { Evidence } from '../../evidence';
import { itemsIn, type Field } from '../../input/field';
import { backendOf } from '../../scope/backend/backend-of';
import { containersOf } from '../../workload/containers';
import { deviceRequests } from '../../workload/device-request';
import type { Check } from '../check';
import { fails, type Problem } from '../../problem';
import { trainingPods, type TrainingPod } from '../training-pods';

export const deviceRuntime: Check = {
  id: 'pod/device-runtime',
  title: 'Nothing between a training pod and its devices keeps them from it',
  why: 'A user namespace or a sandbox is a better wall, and the usual GPU stack does not reach through either: such a job never starts, or finds no GPU.',
  stops: [],
  control:
    'no hostUsers: false beside devices, NFS or block devices; for sandboxes a RuntimeClass that passes devices on',
  fix: 'leave hostUsers out for GPU pods; for Kata use the handler kata-qemu-nvidia-gpu and ask for nvidia.com/pgpu; run jobs of several nodes without a sandbox',
  positive: true,
  *judge(evidence) {
    yield* trainingPods(evidence, (pod) => [...userNamespace(evidence, pod), ...sandbox(evidence, pod)]);
  },
};

/**
 * https://github.com/NVIDIA/cloud-native-docs/blob/main/gpu-operator/cdi.rst and
 * https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/
 */
function* userNamespace({ claims }: Evidence, { workload, spec, namespace }: TrainingPod): Generator<Problem> {
  const at = spec.get('hostUsers');
  if (at?.value !== false) return;
  const [device] = deviceRequests(workload);
  if (device !== undefined) yield fails(`asks for ${device.resource} in a user namespace: hostUsers is false`, { at });
  if (spec.get('hostNetwork')?.value === true)
    yield fails('is on the network of its node in a user namespace, which the API server refuses', { at });
  for (const { field } of containersOf(spec)) {
    const block = field.get('volumeDevices');
    if (block !== undefined) yield fails('has a block device in a user namespace', { at: block });
  }
  for (const volume of itemsIn(spec, 'volumes')) {
    const claim = volume.at('persistentVolumeClaim', 'claimName');
    const mounted = claims.in(namespace.name).find(({ object }) => object.name === claim?.value)?.volume;
    const store = mounted === undefined ? undefined : backendOf(mounted)?.store;
    if (volume.get('nfs') !== undefined || (store !== undefined && NOT_MAPPED.test(store)))
      yield fails(`mounts ${store ?? 'NFS'} in a user namespace, which cannot map its owners`, { at: volume });
  }
}

/** File systems without id-mapped mounts. */
const NOT_MAPPED = /^(?:nfs|efs|fsx)\b/;

/**
 * https://github.com/kata-containers/kata-containers/tree/main/docs/use-cases and
 * https://gvisor.dev/docs/user_guide/gpu/
 */
function* sandbox({ objects }: Evidence, { workload, spec }: TrainingPod): Generator<Problem> {
  const at: Field | undefined = spec.get('runtimeClassName');
  const handler = objects
    .find('node.k8s.io', 'RuntimeClass', undefined, String(at?.value))
    ?.field.get('handler')?.value;
  if (at === undefined || typeof handler !== 'string') return;
  const kept = SANDBOXES.find(({ of }) => of.test(handler))?.keeps ?? [];
  for (const { resource } of deviceRequests(workload))
    if (kept.includes(resource)) yield fails(`asks for ${resource} under ${handler}, where it does not appear`, { at });
}

/** Handlers of sandboxes, and devices that do not get through them. */
const SANDBOXES: readonly { readonly of: RegExp; readonly keeps: readonly string[] }[] = [
  { of: /^kata/, keeps: [NVIDIA_GPU, EFA_DEVICE] },
  { of: /^(?:runsc|gvisor)/, keeps: [EFA_DEVICE] },
];
