import { allContainers } from '../predicate/pod';
import { isWindows, type Control } from './control';

export const privilegeEscalation: Control = () => ({
  message: 'set securityContext.allowPrivilegeEscalation to false in every container',
  holds: isWindows.or(
    allContainers.all((container) => container.flag('securityContext.allowPrivilegeEscalation', true).not()),
  ),
});
