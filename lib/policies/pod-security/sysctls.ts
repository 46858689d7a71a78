import { pod } from '../predicate/pod';
import type { Control } from './control';

/** What a pod may set for itself alone, from 1.32 on. */
const SAFE = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_wmem',
];

export const sysctls: Control = () => ({
  message: 'set safe sysctls only: what a pod changes for itself alone',
  holds: pod.items('securityContext.sysctls', 'sysctl').all((sysctl) => sysctl.text('name').isOneOf(SAFE)),
});
