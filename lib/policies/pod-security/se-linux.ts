import { allContainers, pod } from '../predicate/pod';
import { allOf, type Flag, type Thing } from '../predicate/values';
import type { Control } from './control';

const TYPES = ['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'];

export const seLinux: Control = () => ({
  message: 'leave out seLinuxOptions.user and .role, and use the types of containers only',
  holds: allowedIn(pod).and(allContainers.all(allowedIn)),
});

function allowedIn(where: Thing): Flag {
  const options = where.thing('securityContext.seLinuxOptions');
  return allOf(options.text('type').isOneOf(TYPES), options.text('user').is(''), options.text('role').is(''));
}
