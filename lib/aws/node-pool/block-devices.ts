import type * as inputs from '@pulumi/aws/types/input';
import type * as pulumi from '@pulumi/pulumi';
import type { Pool } from '../../model';

type BlockDevice = inputs.ec2.LaunchTemplateBlockDeviceMapping;

/** A gp3 volume with a key: the default of EC2 is no encryption. It ends with its node. */
export function encryptedRootVolume(
  deviceName: string,
  volumeSize: number,
  kmsKeyId: pulumi.Input<string>,
): BlockDevice {
  return {
    deviceName,
    ebs: { volumeType: 'gp3', volumeSize, encrypted: 'true', kmsKeyId, deleteOnTermination: 'true' },
  };
}

/** The disks of a training node. Bottlerocket keeps itself on one and containers on another. */
export function blockDevices(pool: Pool, kmsKeyId: pulumi.Input<string>): BlockDevice[] {
  return pool.image?.family === 'al2023'
    ? [encryptedRootVolume('/dev/xvda', pool.rootVolumeGiB, kmsKeyId)]
    : [
        encryptedRootVolume('/dev/xvda', BOTTLEROCKET_SYSTEM_GIB, kmsKeyId),
        encryptedRootVolume('/dev/xvdb', pool.rootVolumeGiB, kmsKeyId),
      ];
}

const BOTTLEROCKET_SYSTEM_GIB = 4;
