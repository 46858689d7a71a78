import { NVIDIA_GPU } from '../../../model/nodes/device-resources';
import { isAccelerator } from '../../workload/device-request';
import type { Check } from '../check';
import {
  debugProbe,
  firstContainer,
  inEitherList,
  podProbes,
  type ContainerChange,
  type PodChange,
} from '../pod-probe';
import { withMore } from '../container-change';
import { eachProject } from '../probe';
import { writtenPolicy } from './parts/written-policy';

/** By a word, or by a number or an identifier (https://docs.nvidia.com/datacenter/cloud-native/container-toolkit/latest/docker-specialized.html). */
const sees = (value: string): ContainerChange['change'] => withMore('env', { name: 'NVIDIA_VISIBLE_DEVICES', value });
const seesAll = sees('all');

const fromElsewhere =
  (source: object): ContainerChange['change'] =>
  (container) => ({ ...container, envFrom: [source] });

/** No GPU at all, or a limit of zero of them, under whatever name a pool has them. */
const withGpus =
  (gpus: ReadonlySet<string>, count: string | undefined) =>
  (container: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
    const { resources } = container as {
      readonly resources?: { readonly limits?: object; readonly requests?: object };
    };
    const kept = (list: object = {}): object => {
      const isGpu = ([name]: readonly [string, unknown]): boolean => gpus.has(name) || isAccelerator(name);
      const entries = Object.entries(list);
      const asked = entries.filter(isGpu).map(([name]) => name);
      const zero = (asked.length === 0 ? [NVIDIA_GPU] : asked).flatMap((name) =>
        count === undefined ? [] : [[name, count]],
      );
      return Object.fromEntries([...entries.filter((entry) => !isGpu(entry)), ...zero]);
    };
    return {
      ...container,
      resources: { ...resources, limits: kept(resources?.limits), requests: kept(resources?.requests) },
    };
  };

const changes = (gpus: ReadonlySet<string>): readonly PodChange[] => [
  ...inEitherList({
    meaning: 'a variable that shows every GPU of the node',
    rule: 'device-access',
    change: seesAll,
  }),
  { meaning: 'a pod without a GPU', rule: 'gpu-share', change: firstContainer(withGpus(gpus, undefined)) },
  { meaning: 'a limit of "0" GPUs', rule: 'gpu-share', change: firstContainer(withGpus(gpus, '0')) },
  ...inEitherList({
    meaning: 'variables from a list elsewhere, whatever they are called',
    rule: 'device-access',
    change: fromElsewhere({ configMapRef: { name: 'variables' } }),
  }),
  {
    meaning: 'variables from a Secret, whatever they are called',
    rule: 'device-access',
    change: firstContainer(fromElsewhere({ secretRef: { name: 'variables' } })),
  },
  {
    meaning: 'a claim of dynamic resource allocation',
    rule: 'resource-claims',
    change: (spec) => ({ ...spec, resourceClaims: [{ name: 'gpu', resourceClaimName: 'gpu' }] }),
  },
  {
    meaning: 'a variable that shows a GPU of the node by its number',
    rule: 'device-access',
    change: firstContainer(sees('0')),
  },
];

export const devices: Check = {
  id: 'admission/devices',
  title: 'Pods of projects get devices from the device plugin only, and every pod has one',
  why: 'A variable shows a pod every GPU of its node; a pod without a GPU meets whoever else is there; resource claims get around quotas.',
  stops: ['A1', 'A3', 'T9', 'T17'],
  control: 'admission policies on variables, GPU limits and resource claims',
  fix: writtenPolicy('device-access', 'gpu-share', 'resource-claims'),
  *judge(evidence) {
    const asked = changes(new Set(evidence.platform?.pools.map(({ gpuResource }) => gpuResource)));
    yield* eachProject(evidence, function* (namespace) {
      yield* podProbes(evidence, namespace, asked);
      yield debugProbe(evidence, namespace, {
        meaning: 'a debug container that sees every GPU',
        rule: 'device-access',
        change: seesAll,
      });
    });
  },
};
