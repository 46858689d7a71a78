import { KNOWN_COMPONENTS } from '../known-components';
import type { ChartRenderer } from './chart-values';

const NAMESPACE = KNOWN_COMPONENTS['mountpoint-s3'][0].namespace;

/**
 * https://github.com/awslabs/mountpoint-s3-csi-driver/tree/main/charts/aws-mountpoint-s3-csi-driver. Needs no toleration:
 * the driver tolerates everything, and a mount runs where its training pod runs.
 */
export const mountpointS3: ChartRenderer = () => ({
  chart: 'aws-mountpoint-s3-csi-driver',
  repository: 'https://awslabs.github.io/mountpoint-s3-csi-driver',
  namespace: 'kube-system',
  about: [`The namespace ${NAMESPACE} stands in the manifests: Helm would refuse to share it.`],
  values: { mountpointPod: { namespace: NAMESPACE, createNamespace: false } },
});
