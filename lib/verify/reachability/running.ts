import { isKind } from '../input/kubernetes-object';
import { hasLabels } from '../labels/labels';
import { workloadName, type Workload } from '../workload/workload';
import type { PodClass } from './pod-class';

/**
 * Tells which workloads of a class stand for pods there are or will be: none for a revision that its Deployment has left,
 * and none for a template of which the input shows every pod, since pods show values that a template leaves open. Pods that
 * have ended count, as in other lists of this form: what is listed is what policies let their workload do.
 */
export class Running {
  /** Classes of the pods of a workload, one for each pod. */
  private readonly pods = new Map<string, PodClass[]>();

  constructor(classes: readonly PodClass[]) {
    for (const item of classes) {
      for (const workload of item.workloads) {
        if (!isKind(workload.object, '', 'Pod')) continue;
        const name = workloadName(workload);
        const earlier = this.pods.get(name);
        if (earlier === undefined) this.pods.set(name, [item]);
        else earlier.push(item);
      }
    }
  }

  workloadsOf(item: PodClass): readonly Workload[] {
    return item.workloads.filter((workload) => {
      if (isKind(workload.object, '', 'Pod')) return true;
      if (isPastRevision(workload)) return false;
      const pods = this.pods.get(workloadName(workload)) ?? [];
      return pods.length < podsMadeBy(workload) || !pods.some((pod) => completes(pod, item));
    });
  }
}

/** A Deployment keeps the ReplicaSets of earlier revisions, without pods. */
function isPastRevision({ object, kind, replicas }: Workload): boolean {
  return isKind(object, 'apps', 'ReplicaSet') && kind !== object.kind && replicas === 0;
}

/** How many pods there are of a template, at least one: by the controller's report where only it knows. */
function podsMadeBy({ object, replicas = Infinity }: Workload): number {
  const reported = ['currentNumberScheduled', 'active'].map((key) => object.field.at('status', key)?.value);
  return Math.max(1, reported.find((value) => typeof value === 'number') ?? replicas);
}

/** Whether pods differ from what a template says of them in nothing but what it leaves open. */
function completes(pod: PodClass, template: PodClass): boolean {
  const { known, valueUnknown, complete } = template.labels;
  return (
    hasLabels(pod.labels, known) &&
    [...pod.labels.known.keys()].every((key) => known.has(key) || valueUnknown.has(key) || !complete) &&
    pod.ports.key === template.ports.key &&
    pod.hostNetwork === template.hostNetwork &&
    pod.otherNetworks === template.otherNetworks
  );
}
