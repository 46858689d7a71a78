import { iamArn } from './arn';
import type { Aws } from './aws';

/** What a role of the platform itself is for. Training never assumes one of these. */
export type PlatformRolePurpose =
  | 'access-log'
  | 'cluster'
  | 'cluster-autoscaler'
  | 'ebs-csi'
  | 'efs-csi'
  | 'flow-logs'
  | 'fsx-csi'
  | 'system-nodes'
  | 'vpc-cni';

/** A role by path, name and ARN, all known before it exists. */
export interface RoleName {
  readonly path: string;
  readonly name: string;
  readonly arn: string;
}

/** `ml.vpc-cni` under a path of its own; the dot stands in no given name, so no project or pool derives the same one. */
export function platformRole(platform: string, aws: Aws, purpose: PlatformRolePurpose): RoleName {
  const path = `/training-platform/${aws.cluster.name}/`;
  const name = `${platform}.${purpose}`;
  return { path, name, arn: iamArn(aws, `role${path}${name}`) };
}
