import { nodeAgentTolerations } from '../nodes/training-taint';
import type { ChartRenderer } from './chart-values';
import { ownImage } from './own-image';

/**
 * https://github.com/NVIDIA/k8s-device-plugin/blob/main/deployments/helm/nvidia-device-plugin/values.yaml. With the
 * default strategy `envvar` a pod without a GPU sees all of them by setting NVIDIA_VISIBLE_DEVICES (#203).
 */
export const nvidiaDevicePlugin: ChartRenderer = ({ taint, keys, aws }) => ({
  chart: 'nvidia-device-plugin',
  repository: 'https://nvidia.github.io/k8s-device-plugin',
  namespace: 'nvidia-device-plugin',
  about: [
    'Runs on every training node and hands out whole GPUs by CDI: no pod sees a GPU that it did not ask for.',
    'The container toolkit of the nodes needs accept-nvidia-visible-devices-envvar-when-unprivileged = false.',
  ],
  values: {
    ...ownImage(aws, 'devicePlugin'),
    deviceListStrategy: 'cdi-cri',
    nodeSelector: { [taint.key]: taint.value },
    // The chart's own affinity wants labels of feature discovery, which this selector replaces. Helm merges maps: only null
    // takes a default away.
    affinity: { nodeAffinity: null },
    tolerations: nodeAgentTolerations({ taint, keys }),
    // No time slicing and no MPS: a shared GPU shares its memory between pods.
    config: { map: {} },
    gfd: { enabled: false },
  },
});
