import { allContainers } from '../predicate/pod';
import type { Control } from './control';

export const privileged: Control = () => ({
  message: 'leave out securityContext.privileged: devices come from the device plugin',
  holds: allContainers.all((container) => container.flag('securityContext.privileged').not()),
});
