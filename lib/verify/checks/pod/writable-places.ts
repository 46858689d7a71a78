import { itemsIn, type Field } from '../../input/field';
import { deviceRequests } from '../../workload/device-request';
import { quantityOf } from '../../workload/quantity';
import { variableOf } from '../../workload/variables';
import { RAY_GROUP } from '../../workload/ray';
import type { Workload } from '../../workload/workload';
import type { Check } from '../check';
import { fails, notKnown, type Problem } from '../../problem';
import { trainingPods } from '../training-pods';

export const writablePlaces: Check = {
  id: 'pod/writable-places',
  title: 'Training containers have the writable places that frameworks need',
  why: 'A read-only root without /tmp, a home and /dev/shm is a job that dies in its data loader, and then loses its hardening.',
  stops: [],
  control: 'emptyDirs for /tmp and the home, memory-backed /dev/shm',
  fix: 'mount an emptyDir at /tmp, set HOME to a writable mount, mount an emptyDir with medium Memory at /dev/shm',
  positive: true,
  *judge(evidence) {
    yield* trainingPods(evidence, ({ spec, workload }) => {
      const trains = deviceRequests(workload).length > 0;
      return itemsIn(spec, 'containers').flatMap((container, index) => [
        ...(container.at('securityContext', 'readOnlyRootFilesystem')?.value === true
          ? rootProblems(spec, container)
          : []),
        ...(trains && asksForDevices(container) && !(index === 0 && isOfRay(workload))
          ? shmProblems(spec, container)
          : []),
      ]);
    });
  },
};

/**
 * Whether an operator mounts memory at /dev/shm of the first container, as much as it asks for
 * (https://github.com/ray-project/kuberay/blob/master/ray-operator/controllers/ray/common/pod.go).
 */
const isOfRay = ({ object }: Workload): boolean => object.group === RAY_GROUP;

function asksForDevices(container: Field): boolean {
  return (container.at('resources', 'limits')?.entries() ?? []).some(([resource]) => resource.includes('/'));
}

function rootProblems(spec: Field, container: Field): readonly Problem[] {
  const name = String(container.get('name')?.value);
  const problems: Problem[] = [];
  if (writable(spec, container, '/tmp') === undefined)
    problems.push(fails(`container ${name} has no writable /tmp`, { at: container }));
  const home = variableOf(container, 'HOME');
  if (home !== undefined && home.value === undefined)
    return [
      ...problems,
      notKnown(`whether container ${name} can write its HOME, another object says`, { at: home.at }),
    ];
  const path = home?.value || '/root';
  if (writable(spec, container, path) === undefined) {
    const text =
      home === undefined
        ? `container ${name} has no HOME that it can write`
        : `container ${name} cannot write its HOME ${path}`;
    problems.push(fails(text, { at: home?.at ?? container }));
  }
  return problems;
}

/** DataLoader workers and NCCL pass tensors through it; the default is 64 MiB (https://docs.pytorch.org/docs/stable/multiprocessing.html). */
function shmProblems(spec: Field, container: Field): readonly Problem[] {
  const name = String(container.get('name')?.value);
  const volume = writable(spec, container, '/dev/shm');
  // That of the node is large enough; that it is the node's is a fault of its own.
  if (volume?.get('hostPath') !== undefined) return [];
  const empty = volume?.get('emptyDir');
  if (empty?.get('medium')?.value !== 'Memory') {
    const text =
      volume === undefined ? 'the 64 MiB of /dev/shm that it starts with' : 'a volume at /dev/shm that is no memory';
    return [fails(`container ${name} has ${text}`, { at: empty ?? container })];
  }
  const limit = empty.get('sizeLimit');
  const size = limit === undefined ? Infinity : quantityOf(limit.value);
  return size !== undefined && size >= 2 ** 30
    ? []
    : [fails(`container ${name} has less than 1 GiB of /dev/shm`, { at: limit })];
}

/** The volume behind a path, if the container may write there. */
function writable(spec: Field, container: Field, path: string): Field | undefined {
  const mounts = itemsIn(container, 'volumeMounts').filter((mount) => {
    const at = mount.get('mountPath')?.value;
    return typeof at === 'string' && (path === at || path.startsWith(`${at.replace(/\/$/, '')}/`));
  });
  const nearest = mounts.sort(
    (a, b) => String(b.get('mountPath')?.value).length - String(a.get('mountPath')?.value).length,
  )[0];
  if (nearest === undefined || nearest.get('readOnly')?.value === true) return undefined;
  const name = nearest.get('name')?.value;
  return itemsIn(spec, 'volumes').find(
    (volume) => volume.get('name')?.value === name && WRITABLE_KINDS.some((kind) => volume.get(kind) !== undefined),
  );
}

const WRITABLE_KINDS = ['emptyDir', 'persistentVolumeClaim', 'hostPath'];
