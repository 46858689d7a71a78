import type { SharedService } from '../../model';
import { hasLabels } from '../labels/labels';
import type { PodClass } from '../reachability/pod-class';

/** Whether pods of the class are those that a description means: by what policies see of their labels, or by what their workloads say. */
export function isDescribedAs(
  { namespace, labels, workloads }: PodClass,
  described: Pick<SharedService, 'namespace' | 'podLabels'>,
): boolean {
  const wanted = Object.entries(described.podLabels);
  return (
    namespace.name === described.namespace &&
    [labels, ...workloads.map((workload) => workload.labels)].some((one) => hasLabels(one, wanted))
  );
}

/** Replicas of a service talk to each other; instances of two projects do not. */
export function isOfSameInstance(service: SharedService, item: PodClass, peer: PodClass): boolean {
  return (
    item === peer || (service.tenancy !== 'per-project' && isDescribedAs(item, service) && isDescribedAs(peer, service))
  );
}
