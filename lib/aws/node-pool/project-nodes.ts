import * as autoscaling from '@pulumi/aws/autoscaling';
import * as ec2 from '@pulumi/aws/ec2';
import * as eks from '@pulumi/aws/eks';
import * as iam from '@pulumi/aws/iam';
import type * as pulumi from '@pulumi/pulumi';
import type { NodeGroup } from '../../model';
import { autoscalerTags } from '../../model/nodes/autoscaler-tags';
import { ec2Principal, nodePolicy, serviceTrust, type AwsPlatform } from '../../model/iam';
import { karpenterNames } from '../../model/nodes/karpenter-names';
import { nodeRole } from '../../model/nodes/node-role';
import { roleResources, type RoleResources } from '../role';
import { launchTemplateArgs } from './launch-template';
import { nodeGroupArgs } from './node-group';
import { wantsPlacementGroup } from './purchase-options';
import { securityGroup, type SecurityGroupResources } from './security-group';
import { ownRules } from './security-rules';

/** Everything that the nodes of one project have to themselves. */
export interface ProjectNodes {
  /** Labels, taints and bounds of the nodes. */
  readonly group: NodeGroup;
  /** Role of the nodes, without a right on training data. */
  readonly role: RoleResources;
  /** Lets the nodes talk to each other, EFA included, and lets nobody else in. */
  readonly securityGroup: SecurityGroupResources;
  /** Keeps the nodes near each other; undefined where a reservation places them, and without EFA. */
  readonly placementGroup?: ec2.PlacementGroup;
  /** Managed nodes. */
  readonly launchTemplate?: ec2.LaunchTemplate;
  /** Managed nodes; undefined where Karpenter launches them. */
  readonly nodeGroup?: eks.NodeGroup;
  /** What the cluster autoscaler has to know of nodes while there are none; empty for Karpenter. */
  readonly autoscalerTags: readonly autoscaling.Tag[];
  /** Nodes that Karpenter makes. */
  readonly instanceProfile?: iam.InstanceProfile;
  /** Lets nodes that Karpenter launches join; EKS makes those of its own groups. */
  readonly accessEntry?: eks.AccessEntry;
}

export interface ProjectNodesPlace {
  readonly clusterName: pulumi.Input<string>;
  readonly clusterGroupId: pulumi.Input<string>;
  readonly accessGroupId: pulumi.Input<string>;
  readonly vpcId: pulumi.Input<string>;
  readonly subnetIds: readonly pulumi.Input<string>[];
  readonly volumeKeyArn: pulumi.Input<string>;
}

/** Role, security group, placement and nodes of one project; of all projects where the pool is shared by reason. */
export function projectNodes(
  name: string,
  platform: AwsPlatform,
  group: NodeGroup,
  place: ProjectNodesPlace,
  tags: Record<string, string>,
  opts: pulumi.CustomResourceOptions,
): ProjectNodes {
  const { aws } = platform;
  const role = roleResources(
    `${name}-role`,
    {
      role: nodeRole(platform.name, aws, group),
      description: `Training nodes ${group.name}`,
      trust: serviceTrust(ec2Principal(aws)),
      policies: { node: nodePolicy(aws, aws.cluster.name) },
      // Shells on nodes are an accepted risk of the description, never a default.
      managed:
        aws.unsafe.nodeAccess === undefined
          ? []
          : [`arn:${aws.partition}:iam::aws:policy/AmazonSSMManagedInstanceCore`],
      tags,
    },
    opts,
  );
  const own = securityGroup(
    name,
    `Training nodes ${group.name}: peers and nobody else`,
    { vpcId: place.vpcId, clusterGroupId: place.clusterGroupId },
    ownRules(),
    {
      ...tags,
      ...(group.pool.provisioner === 'karpenter' ? karpenterNames(platform, group).securityGroupTags.own : {}),
    },
    opts,
  );
  const shared = { group, role, securityGroup: own };
  if (group.pool.provisioner === 'karpenter') {
    return { ...shared, autoscalerTags: [], ...karpenterParts(name, platform, group, place, role, tags, opts) };
  }
  return { ...shared, ...managedParts(name, platform, group, place, shared, tags, opts) };
}

function managedParts(
  name: string,
  platform: AwsPlatform,
  group: NodeGroup,
  place: ProjectNodesPlace,
  { role, securityGroup: own }: Pick<ProjectNodes, 'role' | 'securityGroup'>,
  tags: Record<string, string>,
  opts: pulumi.CustomResourceOptions,
): Pick<ProjectNodes, 'placementGroup' | 'autoscalerTags'> &
  Required<Pick<ProjectNodes, 'launchTemplate' | 'nodeGroup'>> {
  const cluster = platform.aws.cluster.name;
  const placementGroup = wantsPlacementGroup(group.pool)
    ? new ec2.PlacementGroup(
        name,
        { name: karpenterNames(platform, group).nodePool, strategy: 'cluster', tags },
        { ...opts, deleteBeforeReplace: true },
      )
    : undefined;
  const launchTemplate = new ec2.LaunchTemplate(
    name,
    launchTemplateArgs({
      cluster,
      group,
      securityGroups: { own: own.group.id, access: place.accessGroupId },
      volumeKeyArn: place.volumeKeyArn,
      placementGroup: placementGroup?.name,
      tags,
    }),
    opts,
  );
  const nodeGroup = new eks.NodeGroup(
    name,
    nodeGroupArgs({
      clusterName: place.clusterName,
      kubernetesVersion: platform.kubernetesVersion,
      group,
      nodeRoleArn: role.arn,
      subnetIds: place.subnetIds,
      launchTemplate: { id: launchTemplate.id, version: launchTemplate.latestVersion.apply(String) },
      tags,
    }),
    {
      ...opts,
      // The autoscaler owns the number of nodes.
      ignoreChanges: ['scalingConfig.desiredSize'],
      // The name is fixed, and one project has one group.
      deleteBeforeReplace: true,
      dependsOn: [...role.parts, ...own.rules],
    },
  );
  const autoscalingGroupName = nodeGroup.resources.apply(([resources]) => resources?.autoscalingGroups[0]?.name ?? '');
  const groupTags = Object.entries(autoscalerTags(cluster, group)).map(
    ([key, value]) =>
      // Tags of a node group never reach its Auto Scaling group (https://github.com/aws/containers-roadmap/issues/608).
      new autoscaling.Tag(
        `${name}-${key.replace(/^k8s\.io\/cluster-autoscaler\//, '')}`,
        { autoscalingGroupName, tag: { key, value, propagateAtLaunch: false } },
        opts,
      ),
  );
  return {
    ...(placementGroup === undefined ? {} : { placementGroup }),
    launchTemplate,
    nodeGroup,
    autoscalerTags: groupTags,
  };
}

/** What Karpenter cannot make itself: it may launch nodes, but neither roles nor entries to the cluster. */
function karpenterParts(
  name: string,
  platform: AwsPlatform,
  group: NodeGroup,
  place: ProjectNodesPlace,
  { role, arn, parts }: RoleResources,
  tags: Record<string, string>,
  opts: pulumi.CustomResourceOptions,
): Required<Pick<ProjectNodes, 'instanceProfile' | 'accessEntry'>> {
  const { instanceProfile } = karpenterNames(platform, group);
  const { path } = nodeRole(platform.name, platform.aws, group);
  return {
    instanceProfile: new iam.InstanceProfile(
      name,
      { name: instanceProfile, path, role: role.name, tags },
      { ...opts, deleteBeforeReplace: true },
    ),
    accessEntry: new eks.AccessEntry(
      name,
      { clusterName: place.clusterName, principalArn: arn, type: 'EC2_LINUX', tags },
      { ...opts, dependsOn: [...parts] },
    ),
  };
}
