import { allContainers, pod } from '../predicate/pod';
import type { Flag, Thing } from '../predicate/values';
import { isWindows, type Control } from './control';

const PROFILE = 'securityContext.seccompProfile';
const isSafe = (where: Thing): Flag => where.text(`${PROFILE}.type`).isOneOf(['RuntimeDefault', 'Localhost']);

/** A container that says nothing has the pod's profile; what it says itself wins. */
export const seccomp: Control = () => ({
  message: 'set securityContext.seccompProfile.type of the pod to RuntimeDefault',
  holds: isWindows.or(
    pod
      .has(PROFILE)
      .implies(isSafe(pod))
      .and(allContainers.all((container) => isSafe(container).or(container.has(PROFILE).not().and(isSafe(pod))))),
  ),
});
