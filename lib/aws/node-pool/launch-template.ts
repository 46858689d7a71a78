import type * as ec2 from '@pulumi/aws/ec2';
import type * as pulumi from '@pulumi/pulumi';
import type { NodeGroup } from '../../model';
import { userData } from '../../model/nodes/user-data';
import { blockDevices } from './block-devices';
import { closedMetadata } from './metadata-options';
import { networkInterfaces, type NodeSecurityGroups } from './network-interfaces';
import { purchaseOptions } from './purchase-options';
import { tagSpecifications } from './tag-specifications';

export interface LaunchTemplateParts {
  readonly cluster: string;
  readonly group: NodeGroup;
  readonly securityGroups: NodeSecurityGroups;
  readonly volumeKeyArn: pulumi.Input<string>;
  readonly placementGroup: pulumi.Input<string> | undefined;
  readonly tags: Record<string, string>;
}

/**
 * How a training node starts. No SSH key and no image: EKS brings the image of the pinned release. The type stands here and
 * not in the node group, because a capacity block wants it here and the interfaces are made for it.
 */
export function launchTemplateArgs({
  cluster,
  group,
  securityGroups,
  volumeKeyArn,
  placementGroup,
  tags,
}: LaunchTemplateParts): ec2.LaunchTemplateArgs {
  const { pool, name } = group;
  return {
    instanceType: pool.instanceType,
    metadataOptions: closedMetadata(),
    networkInterfaces: networkInterfaces(pool, securityGroups),
    blockDeviceMappings: blockDevices(pool, volumeKeyArn),
    ...purchaseOptions(pool, placementGroup),
    userData: Buffer.from(userData(pool)).toString('base64'),
    tagSpecifications: tagSpecifications(cluster, { ...tags, Name: name }),
    updateDefaultVersion: true,
    tags,
  };
}
