import type { Evidence } from '../../evidence';
import { isKind } from '../../input/kubernetes-object';
import { onceForName } from '../../once-for';
import { askedByPod, askingContainers, isMore, type Asked, type AskingContainer } from '../../workload/amounts';
import { limitRanges, refusals, type LimitRanges } from '../../workload/limit-range';
import { quotaRefusals } from '../../workload/pod-quota';
import { quantityOf } from '../../workload/quantity';
import type { Check } from '../check';
import { fails, type Problem } from '../../problem';
import { trainingPods, type TrainingPod } from '../training-pods';

export const fitsLimits: Check = {
  id: 'pod/fits-limits',
  title: 'Jobs fit the quotas and the limit ranges of their namespace',
  why: 'A job that asks for more than its project may have is made, and its pods are refused one by one, which nobody sees but in events.',
  stops: [],
  control: 'ResourceQuotas and LimitRanges of the namespace, and the resources of its jobs',
  fix: 'ask for less, or give the project more',
  positive: true,
  *judge(evidence) {
    const rangesIn = onceForName((name: string) => limitRanges(evidence.objects.inNamespace('', 'LimitRange', name)));
    yield* trainingPods(evidence, (pod) => [
      ...podProblems(evidence, rangesIn(pod.namespace.name), pod),
      ...objectProblems(evidence, pod),
    ]);
  },
};

function* podProblems(evidence: Evidence, ranges: LimitRanges, pod: TrainingPod): Generator<Problem> {
  const { spec, workload } = pod;
  const containers = askingContainers(spec, ranges.defaults);
  const whole = askedByPod(spec, containers);
  for (const { container, requests, limits } of containers) {
    for (const [resource, amount] of requests) {
      if (!isMore(amount, limits.get(resource) ?? Infinity)) continue;
      const resources = container.field.get('resources');
      const origin = resources?.at('limits', resource) === undefined ? ', which a limit range gave it' : '';
      yield fails(`container ${container.name} asks for more ${resource} than its limit${origin}`, {
        at: resources ?? container.field,
      });
    }
  }
  for (const limit of ranges.limits) {
    const judged = limit.of === 'Container' ? containers : limit.of === 'Pod' ? [whole] : [];
    for (const asked of judged) {
      const [who, at] = isContainer(asked)
        ? [`container ${asked.container.name}`, asked.container.field]
        : ['the pod', spec];
      for (const text of refusals(limit, asked))
        yield fails(`limit range ${limit.name} refuses it: ${who} ${text}`, { at: at.get('resources') ?? at });
    }
  }
  const counted = { spec, containers, whole, priorityClass: priorityClassOf(evidence, pod) };
  for (const quota of evidence.objects.inNamespace('', 'ResourceQuota', pod.namespace.name))
    for (const text of quotaRefusals(quota, counted, workload.replicas ?? 1)) yield fails(text, { at: spec });
}

function isContainer(asked: Asked): asked is AskingContainer {
  return 'container' in asked;
}

/** A quota of no Jobs at all. */
function* objectProblems({ objects }: Evidence, { namespace, workload: { object } }: TrainingPod): Generator<Problem> {
  if (!isKind(object, 'batch', 'Job') && !isKind(object, 'batch', 'CronJob')) return;
  const counted = `count/${object.kind.toLowerCase()}s.batch`;
  for (const { name, field } of objects.inNamespace('', 'ResourceQuota', namespace.name)) {
    const most = field.at('spec', 'hard')?.get(counted);
    if (most !== undefined && quantityOf(most.value) === 0) yield fails(`quota ${name} has no ${counted}`);
  }
}

/** The class that a pod names, or gets where one of the cluster is for whoever names none. */
function priorityClassOf({ objects }: Evidence, { spec }: TrainingPod): string | undefined {
  const named = spec.get('priorityClassName')?.value;
  if (typeof named === 'string' && named !== '') return named;
  return objects
    .ofKind('scheduling.k8s.io', 'PriorityClass')
    .find(({ field }) => field.get('globalDefault')?.value === true)?.name;
}
