import type { ClaimSource, Platform, Project } from '../../model';
import type { PersistentVolumeSpec } from '../api';
import type { S3Source } from '../../model/storage/claim-source';
import type { ClaimUse } from './claim-use';

/** Sources whose volume is written by hand, since no provisioner may choose where a project's data lies. */
export type StaticSource = Exclude<ClaimSource, { kind: 'existing' | 'storage-class' }>;

/** Driver and mount options of a static volume. */
export function staticVolumeSource(
  platform: Platform,
  project: Project,
  source: StaticSource,
  use: ClaimUse,
  volumeHandle: string,
): Pick<PersistentVolumeSpec, 'csi' | 'mountOptions'> {
  const readOnly = use === 'data' ? { readOnly: true } : {};
  switch (source.kind) {
    case 's3':
      return {
        mountOptions: s3MountOptions(platform, project, use, source),
        csi: {
          driver: 's3.csi.aws.com',
          volumeHandle,
          ...readOnly,
          // `driver`, the default, is one identity for every project
          // (https://github.com/awslabs/mountpoint-s3-csi-driver/blob/main/docs/CONFIGURATION.md#pod-level-credentials).
          volumeAttributes: { bucketName: source.bucket, authenticationSource: 'pod' },
        },
      };
    case 'fsx-lustre':
      return {
        mountOptions: ['flock', ...(use === 'data' ? ['ro'] : [])],
        csi: {
          driver: 'fsx.csi.aws.com',
          volumeHandle: source.fileSystemId,
          ...readOnly,
          volumeAttributes: { dnsname: source.dnsName, mountname: source.mountName },
        },
      };
    case 'efs':
      return {
        // The file system's policy asks for the role of the node, which serves this project only.
        mountOptions: ['tls', 'iam', ...(use === 'data' ? ['ro'] : [])],
        csi: {
          driver: 'efs.csi.aws.com',
          volumeHandle: `${source.fileSystemId}::${source.accessPointId}`,
          ...readOnly,
        },
      };
    default: {
      const never: never = source;
      return never;
    }
  }
}

/**
 * The access mode of a volume and its claim. The drivers of FSx and EFS refuse to mount for many readers
 * (https://github.com/kubernetes-sigs/aws-fsx-csi-driver/blob/master/pkg/driver/controller.go,
 * https://github.com/kubernetes-sigs/aws-efs-csi-driver/blob/master/pkg/driver/node.go); what keeps data from being written
 * there is the mount option and the pod's own mount.
 */
export function staticAccessMode({ kind }: StaticSource, use: ClaimUse): 'ReadOnlyMany' | 'ReadWriteMany' {
  return kind === 's3' && use === 'data' ? 'ReadOnlyMany' : 'ReadWriteMany';
}

/** https://github.com/awslabs/mountpoint-s3/blob/main/doc/CONFIGURATION.md; objects belong to whom the mount says. */
function s3MountOptions(
  { aws, runAs }: Platform,
  project: Project,
  use: ClaimUse,
  { allowOverwrite, allowDelete }: S3Source,
): string[] {
  return [
    `prefix ${project.prefix}`,
    ...(aws === undefined ? [] : [`region ${aws.region}`]),
    `uid=${runAs.uid}`,
    `gid=${runAs.gid}`,
    'allow-other',
    ...(use === 'data'
      ? ['read-only']
      : [...(allowOverwrite === true ? ['allow-overwrite'] : []), ...(allowDelete === true ? ['allow-delete'] : [])]),
  ];
}
