import type * as fsx from '@pulumi/aws/fsx';
import type { RunAs } from '../../model';
import type { LustreProps } from './project-file-system';

/**
 * What a Lustre file system is made of, beside where it lies. Root of a client becomes the user of training: whoever is root
 * on a node after an escape is nobody special here
 * (https://docs.aws.amazon.com/fsx/latest/LustreGuide/root-squash.html).
 */
export function lustreArgs(
  { sizeGiB, throughputPerTiB }: LustreProps,
  { uid, gid }: RunAs,
): Omit<fsx.LustreFileSystemArgs, 'subnetIds'> {
  return {
    deploymentType: 'PERSISTENT_2',
    fileSystemTypeVersion: '2.15',
    storageType: 'SSD',
    storageCapacity: sizeGiB,
    perUnitStorageThroughput: throughputPerTiB ?? 250,
    dataCompressionType: 'LZ4',
    rootSquashConfiguration: { rootSquash: `${uid}:${gid}` },
    copyTagsToBackups: true,
    automaticBackupRetentionDays: 7,
  };
}
