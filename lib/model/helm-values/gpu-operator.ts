import { CONTROL_PLANE_TOLERATION, nodeAgentTolerations } from '../training-taint';
import type { ChartRenderer } from './chart-values';

/** https://github.com/NVIDIA/gpu-operator/blob/main/deployments/gpu-operator/values.yaml; instead of the plugin's own chart. */
export const gpuOperator: ChartRenderer = ({ taint, keys }) => {
  // Helm replaces lists: the chart's own entry for control planes stands here again.
  const tolerations = [CONTROL_PLANE_TOLERATION, ...nodeAgentTolerations(taint, keys)];
  return {
    chart: 'gpu-operator',
    repository: 'https://helm.ngc.nvidia.com/nvidia',
    namespace: 'gpu-operator',
    about: [
      'Operands and feature discovery run on every training node; the operator itself does not.',
      'Driver and toolkit come with the NVIDIA images of EKS: switch them on for other images.',
    ],
    values: {
      daemonsets: { tolerations },
      driver: { enabled: false },
      toolkit: {
        enabled: false,
        env: [
          { name: 'ACCEPT_NVIDIA_VISIBLE_DEVICES_ENVVAR_WHEN_UNPRIVILEGED', value: 'false' },
          { name: 'ACCEPT_NVIDIA_VISIBLE_DEVICES_AS_VOLUME_MOUNTS', value: 'true' },
        ],
      },
      cdi: { enabled: true, default: true },
      devicePlugin: { env: [{ name: 'DEVICE_LIST_STRATEGY', value: 'cdi-cri' }] },
      'node-feature-discovery': { worker: { tolerations } },
    },
  };
};
