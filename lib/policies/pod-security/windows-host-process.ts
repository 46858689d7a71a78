import { allContainers, pod } from '../predicate/pod';
import type { Control } from './control';

const FIELD = 'securityContext.windowsOptions.hostProcess';

export const windowsHostProcess: Control = () => ({
  message: 'leave out windowsOptions.hostProcess',
  holds: pod
    .flag(FIELD)
    .not()
    .and(allContainers.all((container) => container.flag(FIELD).not())),
});
