import type { Platform } from '../../model';
import type { StorageClass } from '../api';
import { platformMetadata } from '../metadata';

/**
 * Encrypted volumes for scratch data: the driver's default is unencrypted
 * (https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/parameters.md). A volume is deleted with its
 * claim, so that nobody binds what another project left behind.
 */
export function encryptedStorageClass(platform: Platform): StorageClass | undefined {
  const { own } = platform.storageClasses;
  if (own === undefined) return undefined;
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: platformMetadata(platform, own),
    provisioner: 'ebs.csi.aws.com',
    reclaimPolicy: 'Delete',
    volumeBindingMode: 'WaitForFirstConsumer',
    allowVolumeExpansion: true,
    parameters: {
      type: 'gp3',
      encrypted: 'true',
      ...(platform.aws?.volumeKeyArn === undefined ? {} : { kmsKeyId: platform.aws.volumeKeyArn }),
    },
  };
}
