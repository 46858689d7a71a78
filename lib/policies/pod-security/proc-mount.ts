import { allContainers } from '../predicate/pod';
import type { Control } from './control';

export const procMount: Control = () => ({
  message: 'leave out securityContext.procMount: the masks of /proc stay',
  holds: allContainers.all((container) => container.text('securityContext.procMount', 'Default').is('Default')),
});
