import type { EnvVar } from '../api';
import type { JobContext } from './job-context';

/** Interface of the pod on every CNI that the library knows. The equals sign makes NCCL match the name exactly. */
const INTERFACE = 'eth0';
const sockets: EnvVar[] = [
  { name: 'NCCL_SOCKET_IFNAME', value: `=${INTERFACE}` },
  { name: 'GLOO_SOCKET_IFNAME', value: INTERFACE },
];

/**
 * What NCCL and libfabric have to be told for the fabric between the nodes
 * (https://docs.nvidia.com/deeplearning/nccl/user-guide/docs/env.html, https://github.com/aws/aws-ofi-nccl). On EFA nothing
 * beyond the socket interface: current versions choose provider and protocol better than a variable of years ago.
 */
export function fabricEnvironment(context: JobContext): EnvVar[] {
  const { nodes, nodeGroup, share } = context;
  if (nodes === 1) return [];
  switch (nodeGroup.pool.fabric) {
    case 'efa':
      if (share.efaDevices === 0) return tcpOnly();
      // A process that forks with huge pages it never reserved dies of SIGBUS; DataLoader workers fork.
      return [...sockets, ...(usesHugePages(context) ? [] : [{ name: 'FI_EFA_USE_HUGE_PAGE', value: '0' }])];
    case 'infiniband':
      return [...sockets, { name: 'NCCL_IB_HCA', value: 'mlx5' }];
    case 'roce':
      return [...sockets, { name: 'NCCL_IB_HCA', value: 'mlx5' }];
    case 'tcp':
      return tcpOnly();
    default: {
      const never: never = nodeGroup.pool.fabric;
      return never;
    }
  }
}

function tcpOnly(): EnvVar[] {
  return [...sockets, { name: 'NCCL_NET', value: 'Socket' }, { name: 'NCCL_IB_DISABLE', value: '1' }];
}

/** Huge pages are for libfabric between nodes; a job of one node has no use for them. */
export function usesHugePages({ nodes, share, props }: JobContext): boolean {
  return nodes > 1 && share.hugePagesMiB > 0 && props.hugePages !== false;
}
