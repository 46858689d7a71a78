import { allContainers } from '../predicate/pod';
import type { Control } from './control';

export const hostPorts: Control = () => ({
  message: 'leave out hostPort: a Service reaches the port of the pod',
  holds: allContainers.all((container) =>
    container.items('ports', 'port').all((port) => port.amount('hostPort', 0).is(0)),
  ),
});
