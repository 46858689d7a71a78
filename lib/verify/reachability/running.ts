import { isKind, type KubernetesObject } from '../input/kubernetes-object';
import { workloadName, type Workload } from '../workload/workload';
import type { PodClass } from './pod-class';

/** Whether an object is a pod that has ended: it has given back its network and never gets another. */
export function isFinishedPod(object: KubernetesObject): boolean {
  const phase = object.field.at('status', 'phase')?.value;
  return isKind(object, '', 'Pod') && (phase === 'Succeeded' || phase === 'Failed');
}

/**
 * The workloads of a class that stand for pods there are or will be: none for pods that have ended, and none for a template
 * whose labels are not all known while the input shows every pod that was made of it.
 */
export class Running {
  private readonly pods = new Map<string, number>();

  constructor(workloads: readonly Workload[]) {
    for (const workload of workloads) {
      if (!isKind(workload.object, '', 'Pod') || isFinishedPod(workload.object)) continue;
      const name = workloadName(workload);
      this.pods.set(name, (this.pods.get(name) ?? 0) + 1);
    }
  }

  workloadsOf({ workloads, labels }: PodClass): readonly Workload[] {
    return workloads.filter((workload) => {
      if (isKind(workload.object, '', 'Pod')) return !isFinishedPod(workload.object);
      return labels.valueUnknown.size === 0 || (this.pods.get(workloadName(workload)) ?? 0) < podsMadeBy(workload);
    });
  }
}

/** How many pods there are of a template: by the controller's report where only it knows. */
function podsMadeBy({ object, replicas }: Workload): number {
  const reported = ['currentNumberScheduled', 'active'].map((key) => object.field.at('status', key)?.value);
  const count = reported.find((value) => typeof value === 'number') ?? replicas;
  return count === undefined || count === 0 ? Infinity : count;
}
