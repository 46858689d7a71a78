import type * as eks from '@pulumi/aws/eks';
import type * as pulumi from '@pulumi/pulumi';
import type { NodeGroup, Taint } from '../../model';
import type { KubernetesVersion } from '../../model';
import { awsNodeLabels } from '../../model/nodes/node-group';
import { eksCapacityType } from '../../model/nodes/purchase';

export interface NodeGroupParts {
  readonly clusterName: pulumi.Input<string>;
  readonly kubernetesVersion: KubernetesVersion;
  readonly group: NodeGroup;
  readonly nodeRoleArn: pulumi.Input<string>;
  readonly subnetIds: readonly pulumi.Input<string>[];
  readonly launchTemplate: { readonly id: pulumi.Input<string>; readonly version: pulumi.Input<string> };
  readonly tags: Record<string, string>;
}

/** EKS spells effects in its own way (https://docs.aws.amazon.com/eks/latest/APIReference/API_Taint.html). */
const EKS_EFFECTS: Readonly<Record<Taint['effect'], string>> = { NoSchedule: 'NO_SCHEDULE' };

const AMI_TYPES = {
  al2023: 'AL2023_x86_64_NVIDIA',
  bottlerocket: 'BOTTLEROCKET_x86_64_NVIDIA',
  'bottlerocket-fips': 'BOTTLEROCKET_x86_64_NVIDIA_FIPS',
} as const;

/** Managed nodes of one project, from none to as many as its quota fills; labels and taints are those that jobs select. */
export function nodeGroupArgs({
  clusterName,
  kubernetesVersion,
  group,
  nodeRoleArn,
  subnetIds,
  launchTemplate,
  tags,
}: NodeGroupParts): eks.NodeGroupArgs {
  const { name, pool, taints, maxNodes } = group;
  return {
    clusterName,
    nodeGroupName: name,
    nodeRoleArn,
    subnetIds: [...subnetIds],
    amiType: AMI_TYPES[pool.image?.family ?? 'al2023'],
    capacityType: eksCapacityType(pool.purchase),
    version: kubernetesVersion,
    ...(pool.image === undefined ? {} : { releaseVersion: pool.image.release }),
    labels: { ...awsNodeLabels(group) },
    taints: taints.map(({ key, value, effect }) => ({ key, value, effect: EKS_EFFECTS[effect] })),
    scalingConfig: { minSize: 0, desiredSize: 0, maxSize: maxNodes },
    // One at a time and none in advance: there is no spare GPU node to update with.
    updateConfig: { maxUnavailable: 1, updateStrategy: 'MINIMAL' },
    launchTemplate: { ...launchTemplate },
    tags,
  };
}
