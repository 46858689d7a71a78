import type { ResourceType } from '../resource-type';
import { arn, provider } from './arn';

export const efs: Readonly<Record<string, ResourceType>> = {
  'aws:efs/fileSystem:FileSystem': {
    required: [],
    optional: ['encrypted', 'kmsKeyId', 'performanceMode', 'throughputMode', 'tags'],
    replaces: ['encrypted', 'kmsKeyId', 'performanceMode'],
    source: provider('efs/file_system.go'),
    id: (_, fresh) => `fs-${fresh}`,
    outputs: (id, _, place) => ({
      arn: arn(place, 'elasticfilesystem', `file-system/${id}`),
      dnsName: `${id}.efs.${place.region}.amazonaws.com`,
    }),
  },
  'aws:efs/accessPoint:AccessPoint': {
    required: ['fileSystemId'],
    optional: ['posixUser', 'rootDirectory', 'tags'],
    replaces: ['fileSystemId', 'posixUser', 'rootDirectory'],
    source: provider('efs/access_point.go'),
    id: (_, fresh) => `fsap-${fresh}`,
    outputs: (id, _, place) => ({ arn: arn(place, 'elasticfilesystem', `access-point/${id}`) }),
  },
  'aws:efs/fileSystemPolicy:FileSystemPolicy': {
    required: ['fileSystemId', 'policy'],
    optional: ['bypassPolicyLockoutSafetyCheck'],
    replaces: ['fileSystemId'],
    source: provider('efs/file_system_policy.go'),
    name: 'fileSystemId',
    id: ({ fileSystemId }) => String(fileSystemId),
  },
  'aws:efs/mountTarget:MountTarget': {
    required: ['fileSystemId', 'subnetId'],
    optional: ['securityGroups', 'ipAddress'],
    replaces: ['fileSystemId', 'subnetId', 'ipAddress'],
    source: provider('efs/mount_target.go'),
    id: (_, fresh) => `fsmt-${fresh}`,
  },
};
