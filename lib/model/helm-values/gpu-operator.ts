import { CONTROL_PLANE_TOLERATION, nodeAgentTolerations } from '../nodes/training-taint';
import type { AgentImage } from '../nodes/agent-images';
import type { Aws } from '../aws/aws';
import { agentImage } from '../aws/image-registry';
import type { ChartRenderer } from './chart-values';
import { ownImage } from './own-image';

/** https://github.com/NVIDIA/gpu-operator/blob/main/deployments/gpu-operator/values.yaml; instead of the plugin's own chart. */
export const gpuOperator: ChartRenderer = ({ taint, keys, aws }) => {
  // Helm replaces lists: the chart's own entry for control planes stands here again.
  const tolerations = [CONTROL_PLANE_TOLERATION, ...nodeAgentTolerations({ taint, keys })];
  return {
    chart: 'gpu-operator',
    repository: 'https://helm.ngc.nvidia.com/nvidia',
    namespace: 'gpu-operator',
    about: [
      'Operands and feature discovery run on every training node; the operator itself does not.',
      'Driver and toolkit come with the NVIDIA images of EKS: switch them on for other images.',
    ],
    values: {
      ...operandImages(aws),
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
      devicePlugin: { ...folder(aws, 'devicePlugin'), env: [{ name: 'DEVICE_LIST_STRATEGY', value: 'cdi-cri' }] },
      'node-feature-discovery': { ...ownImage(aws, 'nodeFeatureDiscovery'), worker: { tolerations } },
    },
  };
};

function operandImages(aws: Aws | undefined): object {
  if (aws?.registry === undefined) return {};
  return {
    operator: folder(aws, 'gpuOperator'),
    validator: folder(aws, 'gpuOperator'),
    dcgmExporter: folder(aws, 'dcgmExporter'),
    gfd: folder(aws, 'devicePlugin'),
    migManager: folder(aws, 'migManager'),
    // Nodes of EKS have no virtual machines and no confidential GPUs: nothing of it needs an image.
    vgpuDeviceManager: { enabled: false },
    vfioManager: { enabled: false },
    sandboxDevicePlugin: { enabled: false },
    kataSandboxDevicePlugin: { enabled: false },
    ccManager: { enabled: false },
  };
}

/** The chart writes the folder of an image and its name apart. */
function folder(aws: Aws | undefined, image: AgentImage): { readonly repository?: string } {
  if (aws?.registry === undefined) return {};
  const path = agentImage(aws.registry, image);
  return { repository: path.slice(0, path.lastIndexOf('/')) };
}
