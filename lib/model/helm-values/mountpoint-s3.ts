import type { Aws } from '../aws/aws';
import { KUBE_SYSTEM } from '../kubernetes/kubernetes-namespaces';
import { KNOWN_COMPONENTS } from '../component/known-components';
import type { ChartRenderer } from './chart-values';
import { ownImage } from './own-image';

const NAMESPACE = KNOWN_COMPONENTS['mountpoint-s3'][0].namespace;

/**
 * https://github.com/awslabs/mountpoint-s3-csi-driver/tree/main/charts/aws-mountpoint-s3-csi-driver. Needs no toleration:
 * the driver tolerates everything, and a mount runs where its training pod runs.
 */
export const mountpointS3: ChartRenderer = ({ aws }) => ({
  chart: 'aws-mountpoint-s3-csi-driver',
  repository: 'https://awslabs.github.io/mountpoint-s3-csi-driver',
  namespace: KUBE_SYSTEM,
  about: [`The namespace ${NAMESPACE} stands in the manifests: Helm would refuse to share it.`],
  values: {
    mountpointPod: { namespace: NAMESPACE, createNamespace: false },
    ...ownImage(aws, 'mountpointS3'),
    ...sidecars(aws),
  },
});

function sidecars(aws: Aws | undefined): object {
  if (aws?.registry === undefined) return {};
  return {
    sidecars: {
      nodeDriverRegistrar: ownImage(aws, 'nodeDriverRegistrar'),
      livenessProbe: ownImage(aws, 'livenessProbe'),
    },
  };
}
