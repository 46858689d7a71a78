import { posix } from 'node:path';
import { DEVICE_MOUNT, isDeviceVariable } from '../../../model/nodes/device-access';
import { containersOf } from '../../workload/containers';
import type { Workload } from '../../workload/workload';
import type { Evidence } from '../../evidence';
import { itemsIn, type Field } from '../../input/field';
import type { Check } from '../check';
import { fails, notKnown, type Problem } from '../../problem';
import { ruledPods } from '../training-pods';

/** Pipes to the daemon of MPS, which runs on the node and serves whoever asks. */
const MPS = /^CUDA_MPS_/;
const showsDevices = (name: string): boolean => isDeviceVariable(name) || MPS.test(name);

export const devices: Check = {
  id: 'pod/devices',
  title: 'Training pods get devices from the device plugin only',
  why: "With the plugin's default strategy a variable in the pod shows it every GPU of its node, asked for or not.",
  stops: ['A1', 'T9'],
  control: 'no NVIDIA_VISIBLE_DEVICES in env or envFrom, no mount or annotation that names devices',
  fix: 'leave the variable out: the device plugin sets what is needed',
  *judge(evidence) {
    yield* ruledPods(evidence, 'device-access', ({ spec, namespace, workload }) => [
      ...annotationProblems(workload),
      ...containersOf(spec).flatMap(({ name, field }) => [
        ...variableProblems(name, field),
        ...importedProblems(evidence, namespace.name, name, field),
        ...mountProblems(name, field),
      ]),
    ]);
  },
};

/**
 * Annotations that container runtimes read devices from (https://github.com/cncf-tags/container-device-interface), and the
 * CNI network interfaces.
 */
function annotationProblems({ metadata, object }: Workload): readonly Problem[] {
  // What a pod of a dump has of interfaces the controller of the CNI wrote there.
  const isWritten = object.kind !== 'Pod';
  return (metadata?.get('annotations')?.entries() ?? []).flatMap(([key, at]): readonly Problem[] =>
    key.startsWith('cdi.k8s.io/') || (isWritten && key === 'vpc.amazonaws.com/pod-eni')
      ? [fails(`asks for devices by annotation ${key}`, { at })]
      : [],
  );
}

function variableProblems(name: string, container: Field): readonly Problem[] {
  return itemsIn(container, 'env').flatMap((variable): readonly Problem[] => {
    const key = variable.get('name')?.value;
    if (typeof key !== 'string' || !showsDevices(key)) return [];
    // The one value that takes devices away.
    if (key === 'NVIDIA_VISIBLE_DEVICES' && ['void', 'none'].includes(String(variable.get('value')?.value))) return [];
    return [fails(`container ${name} sets ${key}`, { at: variable })];
  });
}

/** Variables of a whole ConfigMap or Secret: judged by its keys where it is in the input. */
function importedProblems(
  { objects }: Evidence,
  namespace: string,
  name: string,
  container: Field,
): readonly Problem[] {
  return itemsIn(container, 'envFrom').flatMap((source): readonly Problem[] => {
    const prefix = source.get('prefix')?.value;
    for (const [key, kind] of [
      ['configMapRef', 'ConfigMap'],
      ['secretRef', 'Secret'],
    ] as const) {
      const reference = source.at(key, 'name')?.value;
      if (typeof reference !== 'string') continue;
      const object = objects.find('', kind, namespace, reference);
      if (object === undefined) {
        return [
          notKnown(`container ${name} takes variables from ${kind} ${reference}, which is not in the files`, {
            at: source,
          }),
        ];
      }
      const keys = ['data', 'stringData']
        .flatMap((part) => object.field.get(part)?.entries() ?? [])
        .map(([item]) => item);
      const bad = keys.find((item) => showsDevices(`${typeof prefix === 'string' ? prefix : ''}${item}`));
      return bad === undefined
        ? []
        : [fails(`container ${name} gets ${bad} from ${kind} ${reference}`, { at: source })];
    }
    return [];
  });
}

function mountProblems(name: string, container: Field): readonly Problem[] {
  return itemsIn(container, 'volumeMounts').flatMap((mount): readonly Problem[] => {
    const path = mount.get('mountPath');
    return typeof path?.value === 'string' && isBelow(posix.normalize(path.value))
      ? [fails(`container ${name} names devices by a mount`, { at: path })]
      : [];
  });
}

const isBelow = (path: string): boolean => path === DEVICE_MOUNT || path.startsWith(`${DEVICE_MOUNT}/`);
