import * as efs from '@pulumi/aws/efs';
import * as pulumi from '@pulumi/pulumi';
import type { Project } from '../../model';
import { documentText, fileSystemPolicy, type AwsPlatform } from '../../model/iam';
import { nodeRole } from '../../model/nodes/node-role';

export interface ElasticFileSystem {
  readonly fileSystem: efs.FileSystem;
  readonly accessPoint: efs.AccessPoint;
  readonly mountTargets: readonly efs.MountTarget[];
  readonly policy: efs.FileSystemPolicy;
}

export interface ElasticParts {
  readonly platform: AwsPlatform;
  readonly project: Project;
  readonly subnetIds: Readonly<Record<string, pulumi.Input<string>>>;
  readonly securityGroupIds: readonly pulumi.Input<string>[];
  readonly keyArn: pulumi.Input<string> | undefined;
  readonly tags: Record<string, string>;
}

/**
 * An elastic file system, an access point that fixes directory and user, and a policy that demands TLS, IAM and this access
 * point. AWS chooses the ids of both, so the policy is known when they are made.
 */
export function elasticFileSystem(
  name: string,
  { platform, project, subnetIds, securityGroupIds, keyArn, tags }: ElasticParts,
  kept: pulumi.CustomResourceOptions,
  opts: pulumi.CustomResourceOptions,
): ElasticFileSystem {
  const { uid, gid } = platform.runAs;
  const fileSystem = new efs.FileSystem(
    name,
    {
      encrypted: true,
      ...(keyArn === undefined ? {} : { kmsKeyId: keyArn }),
      performanceMode: 'generalPurpose',
      throughputMode: 'elastic',
      tags,
    },
    kept,
  );
  const accessPoint = new efs.AccessPoint(
    name,
    {
      fileSystemId: fileSystem.id,
      posixUser: { uid, gid },
      rootDirectory: {
        path: `/${project.prefix.replace(/\/$/, '')}`,
        creationInfo: { ownerUid: uid, ownerGid: gid, permissions: '0750' },
      },
      tags,
    },
    opts,
  );
  const policy = new efs.FileSystemPolicy(
    name,
    {
      fileSystemId: fileSystem.id,
      policy: pulumi.all([fileSystem.arn, accessPoint.arn]).apply(([fileSystemArn, accessPointArn]) =>
        documentText(
          fileSystemPolicy(
            fileSystemArn,
            accessPointArn,
            project.nodeGroups.map((group) => nodeRole(platform.name, platform.aws, group).arn),
          ),
        ),
      ),
    },
    // A file system that is kept keeps its fence.
    kept,
  );
  const mountTargets = Object.entries(subnetIds).map(
    ([zone, subnetId]) =>
      new efs.MountTarget(
        `${name}-${zone}`,
        { fileSystemId: fileSystem.id, subnetId, securityGroups: [...securityGroupIds] },
        opts,
      ),
  );
  return { fileSystem, accessPoint, mountTargets, policy };
}
