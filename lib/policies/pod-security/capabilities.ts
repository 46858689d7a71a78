import { allContainers } from '../predicate/pod';
import { isWindows, type Control } from './control';

export const capabilities: Control = () => ({
  message: 'set securityContext.capabilities.drop to ["ALL"] in every container and add NET_BIND_SERVICE at most',
  holds: isWindows.or(
    allContainers.all((container) =>
      container
        .words('securityContext.capabilities.drop')
        .has('ALL')
        .and(
          container
            .words('securityContext.capabilities.add')
            .all('capability', (capability) => capability.is('NET_BIND_SERVICE')),
        ),
    ),
  ),
});
