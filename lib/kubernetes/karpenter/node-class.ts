import type { Aws, NodeGroup, Platform } from '../../model';
import { CLOSED_METADATA } from '../../model/nodes/closed-metadata';
import { karpenterNames } from '../../model/nodes/karpenter-names';
import { keyAlias } from '../../model/storage/storage-keys';
import { userData } from '../../model/nodes/user-data';
import { platformMetadata } from '../metadata';
import type { Ec2NodeClass } from './kinds';

/**
 * How a node of Karpenter starts: the same image, disks and settings as a managed one. Role and security groups are those
 * that the infrastructure program made, found by name and tags.
 */
export function nodeClass(platform: Platform, aws: Aws, group: NodeGroup): Ec2NodeClass {
  const { pool } = group;
  const names = karpenterNames(platform, group);
  const { purchase } = pool;
  return {
    apiVersion: 'karpenter.k8s.aws/v1',
    kind: 'EC2NodeClass',
    metadata: platformMetadata(platform, names.nodePool),
    spec: {
      amiSelectorTerms: [{ alias: imageAlias(group) }],
      instanceProfile: names.instanceProfile,
      subnetSelectorTerms: [{ tags: { ...names.subnetTags } }],
      securityGroupSelectorTerms: [
        { tags: { ...names.securityGroupTags.own } },
        { tags: { ...names.securityGroupTags.access } },
      ],
      ...(purchase?.kind === 'reservation' || purchase?.kind === 'capacity-block'
        ? { capacityReservationSelectorTerms: [{ id: purchase.id }] }
        : {}),
      metadataOptions: {
        httpEndpoint: CLOSED_METADATA.httpEndpoint,
        httpProtocolIPv6: 'disabled',
        httpTokens: CLOSED_METADATA.httpTokens,
        httpPutResponseHopLimit: CLOSED_METADATA.httpPutResponseHopLimit,
      },
      blockDeviceMappings: [
        {
          deviceName: pool.image?.family === 'al2023' ? '/dev/xvda' : '/dev/xvdb',
          ebs: {
            volumeType: 'gp3',
            volumeSize: `${pool.rootVolumeGiB}Gi`,
            encrypted: true,
            // EC2 takes an alias as well; the id of a key of ours is not known when this is written.
            kmsKeyID: aws.volumeKeyArn ?? keyAlias(aws.cluster.name, platform.name, 'volumes'),
            deleteOnTermination: true,
          },
        },
      ],
      ...(pool.node.localNvmeGB > 0 ? { instanceStorePolicy: 'RAID0' } : {}),
      userData: userData(pool),
      tags: {
        [platform.keys.platform]: platform.name,
        [platform.keys.pool]: pool.name,
        ...(group.project === undefined ? {} : { [platform.keys.project]: group.project }),
      },
    },
  };
}

/** `al2023@v20260714`: Karpenter takes the date of a release, and the NVIDIA image by the type. */
function imageAlias({ pool }: NodeGroup): string {
  const { family = 'al2023', release = '' } = pool.image ?? {};
  return family === 'al2023' ? `al2023@v${release.slice(release.indexOf('-') + 1)}` : `bottlerocket@v${release}`;
}
