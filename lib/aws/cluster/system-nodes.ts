import * as ec2 from '@pulumi/aws/ec2';
import * as eks from '@pulumi/aws/eks';
import type * as pulumi from '@pulumi/pulumi';
import { ec2Principal, nodePolicy, serviceTrust, type AwsPlatform } from '../../model/iam';
import { newestRelease } from '../../model/nodes/node-image';
import { platformRole } from '../../model/aws/platform-role';
import { encryptedRootVolume } from '../node-pool/block-devices';
import { closedMetadata } from '../node-pool/metadata-options';
import { tagSpecifications } from '../node-pool/tag-specifications';
import { roleResources, type RoleResources } from '../role';

/** Nodes for everything that is not training. */
export interface SystemNodesProps {
  /** Types without GPU, the preferred first. @default ["m7i.xlarge"] */
  readonly instanceTypes?: readonly string[];
  /** Least nodes in each zone. @default 1: with the two zones that EKS asks for, DNS outlives a node */
  readonly minNodes?: number;
  /** Most nodes in each zone. @default 3 */
  readonly maxNodes?: number;
}

/** What system nodes consist of. */
export interface SystemNodeResources {
  /** Their role. */
  readonly role: RoleResources;
  /** Their launch template. */
  readonly launchTemplate: ec2.LaunchTemplate;
  /** By zone. */
  readonly nodeGroups: Readonly<Record<string, eks.NodeGroup>>;
}

/**
 * Nodes without GPU and without taint, for DNS, controllers and shared services: a cluster of training pools alone, which
 * are tainted and start from zero, has no place for them. EKS puts the cluster's security group on these nodes. One group a
 * zone: EKS cannot change the subnets of a group, so another zone would replace a group of several and take DNS away.
 */
export function systemNodes(
  name: string,
  platform: AwsPlatform,
  props: SystemNodesProps,
  place: {
    readonly clusterName: pulumi.Input<string>;
    /** By zone. */
    readonly subnetIds: Readonly<Record<string, pulumi.Input<string>>>;
    readonly volumeKeyArn: pulumi.Input<string>;
    /** What must stand before a node comes. */
    readonly needs: readonly pulumi.Resource[];
  },
  tags: Record<string, string>,
  opts: pulumi.CustomResourceOptions,
): SystemNodeResources {
  const { aws } = platform;
  const role = roleResources(
    `${name}-role`,
    {
      role: platformRole(platform.name, aws, 'system-nodes'),
      description: 'Nodes for everything that is not training',
      trust: serviceTrust(ec2Principal(aws)),
      policies: { node: nodePolicy(aws, aws.cluster.name) },
      tags,
    },
    opts,
  );
  const launchTemplate = new ec2.LaunchTemplate(
    name,
    {
      metadataOptions: closedMetadata(),
      blockDeviceMappings: [encryptedRootVolume('/dev/xvda', SYSTEM_VOLUME_GIB, place.volumeKeyArn)],
      tagSpecifications: tagSpecifications(aws.cluster.name, { ...tags, Name: name }),
      updateDefaultVersion: true,
      tags,
    },
    opts,
  );
  const nodeGroup = (zone: string, subnetId: pulumi.Input<string>): eks.NodeGroup =>
    new eks.NodeGroup(
      `${name}-${zone}`,
      {
        clusterName: place.clusterName,
        nodeGroupName: `${name}-${zone}`,
        nodeRoleArn: role.arn,
        subnetIds: [subnetId],
        amiType: 'AL2023_x86_64_STANDARD',
        capacityType: 'ON_DEMAND',
        version: platform.kubernetesVersion,
        releaseVersion: newestRelease(platform.kubernetesVersion),
        instanceTypes: [...(props.instanceTypes ?? ['m7i.xlarge'])],
        scalingConfig: {
          minSize: props.minNodes ?? 1,
          desiredSize: props.minNodes ?? 1,
          maxSize: props.maxNodes ?? 3,
        },
        updateConfig: { maxUnavailable: 1 },
        launchTemplate: { id: launchTemplate.id, version: launchTemplate.latestVersion.apply(String) },
        tags,
      },
      // The autoscaler owns the number of nodes.
      {
        ...opts,
        ignoreChanges: ['scalingConfig.desiredSize'],
        deleteBeforeReplace: true,
        dependsOn: [...place.needs, ...role.parts],
      },
    );
  const nodeGroups = Object.fromEntries(
    Object.entries(place.subnetIds).map(([zone, subnetId]) => [zone, nodeGroup(zone, subnetId)]),
  );
  return { role, launchTemplate, nodeGroups };
}

const SYSTEM_VOLUME_GIB = 80;
