import type { Evidence } from '../../evidence';
import { itemsIn } from '../../input/field';
import { isKind } from '../../input/kubernetes-object';
import { matches, readSelector } from '../../labels/selector';
import { otherScheduler } from '../../placement/placement';
import type { Workload } from '../../workload/workload';
import type { Check } from '../check';
import { fails, notKnown, type Problem } from '../../problem';
import { trainingPods, type TrainingPod } from '../training-pods';
import { heldBack } from './parts/held-back';

export const starts: Check = {
  id: 'pod/starts',
  title: 'Nothing in a workload of a project keeps its pods from starting',
  why: 'A job that waits for somebody who is not there is perfectly isolated.',
  stops: [],
  control:
    'no suspension and no gate without a queue, no other controller or scheduler, neighbours and groups that are there, names from the DNS of the cluster',
  fix: 'leave suspend, managedBy, schedulingGates, schedulingGroup, schedulerName, os and dnsPolicy out',
  positive: true,
  *judge(evidence) {
    yield* trainingPods(evidence, (pod) => [
      ...heldBack(pod, () => hasQueue(evidence)),
      ...jobProblems(pod),
      ...podProblems(evidence, pod),
      ...schedulerProblems(evidence, pod),
      ...affinityProblems(evidence, pod),
    ]);
  },
};

/** A Job that is to make no pods at once makes none. */
function* jobProblems({ workload: { object } }: TrainingPod): Generator<Problem> {
  if (!isKind(object, 'batch', 'Job') && !isKind(object, 'batch', 'CronJob')) return;
  const way = object.kind === 'Job' ? ['spec'] : ['spec', 'jobTemplate', 'spec'];
  const parallelism = object.field.at(...way, 'parallelism');
  if (parallelism?.value === 0) yield fails('makes no pods: parallelism is 0', { at: parallelism });
}

function* podProblems(evidence: Evidence, { spec, namespace }: TrainingPod): Generator<Problem> {
  const gates = spec.get('schedulingGates');
  if (itemsIn(gates).length > 0 && !hasQueue(evidence))
    yield fails('waits for gates that nobody opens: there is no queue', { at: gates });
  const group = GROUP_NAMES.map((way) => spec.at(...way)).find((name) => typeof name?.value === 'string');
  const { objects } = evidence;
  if (
    group !== undefined &&
    GROUPS.every((kind) => objects.find('scheduling.k8s.io', kind, namespace.name, String(group.value)) === undefined)
  )
    yield notKnown(`waits for group ${String(group.value)}, which is not in the files`, { at: group });
  const os = spec.at('os', 'name');
  // The kubelet refuses pods of another system (https://kubernetes.io/docs/concepts/workloads/pods/#pod-os).
  if (os !== undefined && os.value !== 'linux') yield fails(`is for nodes of ${String(os.value)}`, { at: os });
  const dns = spec.get('dnsPolicy');
  const servers = itemsIn(spec, 'dnsConfig', 'nameservers');
  if (dns?.value === 'Default')
    yield fails('asks the resolver of its node, to which no policy lets it out', { at: dns });
  if (dns?.value === 'None' && servers.length === 0) yield fails('asks nobody for names', { at: dns });
}

/** A scheduler that nobody runs leaves its pods pending, without a word. */
function* schedulerProblems({ workloads }: Evidence, { spec }: TrainingPod): Generator<Problem> {
  const scheduler = otherScheduler(spec);
  if (scheduler === undefined || workloads.some(({ name }) => name.includes(scheduler))) return;
  yield notKnown(`is left to the scheduler ${scheduler}, and nothing in the files runs it`, {
    at: spec.get('schedulerName'),
  });
}

/** Who must run beside pods that are not there waits for them; a pod is there for itself. */
function* affinityProblems({ workloads }: Evidence, { spec, namespace }: TrainingPod): Generator<Problem> {
  const required = spec.at('affinity', 'podAffinity', 'requiredDuringSchedulingIgnoredDuringExecution');
  for (const at of itemsIn(required)) {
    // Pods of other namespaces are not this project's to bring.
    if (at.get('namespaceSelector') !== undefined || at.get('namespaces') !== undefined) continue;
    const given = at.get('labelSelector');
    const selector = given === undefined ? undefined : readSelector(given);
    const isThere = ({ namespace: where, labels }: Workload): boolean =>
      where === namespace.name && selector !== undefined && matches(selector, labels) !== 'no';
    if (!workloads.some(isThere)) yield fails('must run beside pods that nothing in the files makes', { at });
  }
}

/** How a pod names those that it starts with, in 1.36 and in 1.35 (https://kep.k8s.io/4671). */
const GROUP_NAMES = [
  ['schedulingGroup', 'podGroupName'],
  ['workloadRef', 'name'],
] as const;
const GROUPS = ['PodGroup', 'Workload'];

/** Kueue, by the description or as the files show it, starts what waits. */
function hasQueue({ platform, installedGroups }: Evidence): boolean {
  return platform?.policies.queue !== undefined || installedGroups.has('kueue.x-k8s.io');
}
