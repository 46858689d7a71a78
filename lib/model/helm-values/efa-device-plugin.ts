import { nodeAgentTolerations } from '../nodes/training-taint';
import { KUBE_SYSTEM } from '../kubernetes/kubernetes-namespaces';
import type { ChartRenderer } from './chart-values';
import { ownImage } from './own-image';

/** https://github.com/aws/eks-charts/tree/master/stable/aws-efa-k8s-device-plugin: tolerates only critical add-ons by itself. */
export const efaDevicePlugin: ChartRenderer = ({ taint, keys, aws }) => ({
  chart: 'aws-efa-k8s-device-plugin',
  repository: 'https://aws.github.io/eks-charts',
  namespace: KUBE_SYSTEM,
  about: ['Advertises vpc.amazonaws.com/efa on training nodes; without it multi-node jobs stay Pending.'],
  values: {
    ...ownImage(aws, 'efaDevicePlugin'),
    nodeSelector: { [taint.key]: taint.value },
    tolerations: nodeAgentTolerations({ taint, keys }),
  },
});
