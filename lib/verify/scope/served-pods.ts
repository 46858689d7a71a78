import type { SharedService } from '../../model';
import type { PodClass } from '../reachability/pod-class';

/** Whether pods of the class carry these labels: by what policies see of them, or by what their workloads say. */
export function carries({ labels, workloads }: PodClass, wanted: Readonly<Record<string, string>>): boolean {
  const entries = Object.entries(wanted);
  return [labels, ...workloads.map((workload) => workload.labels)].some(({ known }) =>
    entries.every(([key, value]) => known.get(key) === value),
  );
}

/** Whether pods of the class serve a shared service of the description. */
export function isServedBy(item: PodClass, { namespace, podLabels }: SharedService): boolean {
  return item.namespace.name === namespace && carries(item, podLabels);
}

/** Replicas of a service talk to each other; instances of two projects do not. */
export function isOfSameInstance(service: SharedService, item: PodClass, peer: PodClass): boolean {
  return item === peer || (service.tenancy !== 'per-project' && isServedBy(item, service) && isServedBy(peer, service));
}
