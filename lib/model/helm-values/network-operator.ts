import { CONTROL_PLANE_TOLERATION, nodeAgentTolerations } from '../nodes/training-taint';
import type { ChartRenderer } from './chart-values';

/** https://github.com/Mellanox/network-operator/tree/master/deployment/network-operator: for InfiniBand and RoCE, not on EC2. */
export const networkOperator: ChartRenderer = ({ taint, keys }) => {
  // Helm replaces lists: the chart's own entry for control planes stands here again.
  const tolerations = [CONTROL_PLANE_TOLERATION, ...nodeAgentTolerations({ taint, keys })];
  return {
    chart: 'network-operator',
    repository: 'https://helm.ngc.nvidia.com/nvidia',
    namespace: 'nvidia-network-operator',
    about: [
      'Drivers and RDMA device plugins run on training nodes.',
      'spec.tolerations of your NicClusterPolicy must be the same list.',
    ],
    values: { operator: { tolerations }, 'node-feature-discovery': { worker: { tolerations } } },
  };
};
