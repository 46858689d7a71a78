import { allContainers, pod } from '../predicate/pod';
import { orInUserNamespace, type Control } from './control';

const FIELD = 'securityContext.runAsNonRoot';

/** Said by the pod, or by each container; what a container says itself wins. */
export const runAsNonRoot: Control = (version) => ({
  message: 'set securityContext.runAsNonRoot of the pod to true',
  holds: orInUserNamespace(
    version,
    pod
      .flag(FIELD, true)
      .and(allContainers.all((container) => container.flag(FIELD, true).and(container.has(FIELD).or(pod.flag(FIELD))))),
  ),
});
