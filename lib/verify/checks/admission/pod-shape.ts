import { JOB_CONTROLLER, type AdmissionRequest, type Manifest } from '../../admission/admission-request';
import type { Check } from '../check';
import { withContext, withMore } from '../container-change';
import type { RuledWork } from '../../problem';
import { basePod } from './parts/base-pod';
import { inEitherList, ownedPod, podProbes, type ContainerChange, type PodChange } from '../pod-probe';
import { eachProject, inProject, manifest, PROBE } from '../probe';
import { writtenPolicy } from './parts/written-policy';

/** Without limits of memory; devices stay, which other policies ask for. */
function withoutLimits(container: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { limits = {}, requests = {} } = (container['resources'] ?? {}) as Readonly<Record<string, object>>;
  const kept = (list: object): object => Object.fromEntries(Object.entries(list).filter(([name]) => name !== 'memory'));
  return { ...container, resources: { limits: kept(limits), requests: kept(requests) } };
}

/** A pod that asks for less is put beside others, and is the first to be evicted. */
function askingForLess(container: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { limits = {}, requests = {} } = (container['resources'] ?? {}) as Readonly<Record<string, object>>;
  return { ...container, resources: { limits, requests: { ...limits, ...requests, memory: '1Mi' } } };
}

const OF_CONTAINERS: readonly ContainerChange[] = [
  {
    meaning: 'a container without a limit of memory',
    rule: 'container-resources',
    change: withoutLimits,
  },
  {
    meaning: 'a container that asks for less than its limits',
    rule: 'container-resources',
    change: askingForLess,
  },
  {
    meaning: 'a container that can change its own programs',
    rule: 'read-only-root',
    change: withContext({ readOnlyRootFilesystem: false }),
  },
  {
    meaning: 'a Secret in a variable',
    rule: 'secret-variables',
    change: withMore('env', { name: 'KEY', valueFrom: { secretKeyRef: { name: 'key', key: 'key' } } }),
  },
  {
    meaning: 'every key of a Secret as variables',
    rule: 'secret-variables',
    change: withMore('envFrom', { secretRef: { name: 'key' } }),
  },
];

const CHANGES: readonly PodChange[] = [
  ...OF_CONTAINERS.flatMap(inEitherList),
  { meaning: 'another runtime', rule: 'runtime-class', change: (spec) => ({ ...spec, runtimeClassName: 'another' }) },
  {
    meaning: 'a priority above all',
    rule: 'priority-class',
    change: (spec) => ({ ...spec, priorityClassName: 'system-node-critical' }),
  },
];

export const podShape: Check = {
  id: 'admission/pod-shape',
  title: 'Pods of projects have limits, read-only programs, no Secrets in variables, and a Job or another controller',
  why: 'One pod without limits takes the node; one without a controller no policy of the VPC CNI covers; a priority ends the jobs of others.',
  stops: ['A1', 'A2', 'A3', 'T20'],
  control: 'admission policies on resources, root file system, variables, runtime, priority and owners',
  fix: writtenPolicy(
    'container-resources',
    'read-only-root',
    'secret-variables',
    'runtime-class',
    'priority-class',
    'owned-pods',
  ),
  *judge(evidence) {
    yield* eachProject(evidence, function* (namespace) {
      yield* podProbes(evidence, namespace, CHANGES);
      const { spec, labels } = basePod(evidence, namespace);
      const bare = manifest('v1', 'Pod', { name: PROBE, namespace: namespace.name, labels }, { spec });
      const pod = ownedPod(namespace.name, spec, labels);
      const harmless = inProject(namespace, { operation: 'CREATE', object: pod, who: JOB_CONTROLLER });
      const create = (object: Manifest): AdmissionRequest => inProject(namespace, { operation: 'CREATE', object });
      const ruled: RuledWork = { rule: 'owned-pods', namespace: namespace.name, work: undefined };
      yield { meaning: 'a pod that no controller made', harmless, request: create(bare), ruled };
      yield { meaning: 'a pod that names an owner and is not made by it', harmless, request: create(pod), ruled };
    });
  },
};
