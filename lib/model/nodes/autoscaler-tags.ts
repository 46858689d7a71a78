import { byKey } from '../code-unit-order';
import { EFA_DEVICE } from './device-resources';
import { ephemeralStorageGiB, nodeHugePagesMiB } from './node-share';
import { awsNodeLabels, type NodeGroup } from './node-group';

const DISCOVERY = 'k8s.io/cluster-autoscaler';
const TEMPLATE = `${DISCOVERY}/node-template`;

/** The tag by which a group belongs to a cluster, and which its rights go by. */
export const clusterTag = (cluster: string): readonly [key: string, value: string] => [
  `${DISCOVERY}/${cluster}`,
  'owned',
];

/** EC2 refuses longer keys of tags (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html). */
export const MAX_TAG_KEY = 128;

/**
 * Tags of the Auto Scaling group from which the autoscaler builds its idea of a node that does not exist yet: without
 * them a group of zero nodes never fits a pod that selects a label or asks for an extended resource
 * (https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md). Sorted by key.
 */
export function autoscalerTags(cluster: string, group: NodeGroup): Readonly<Record<string, string>> {
  const { pool, taints } = group;
  const resources: Record<string, string> = {
    [pool.gpuResource]: String(pool.node.gpus),
    'ephemeral-storage': `${ephemeralStorageGiB(pool)}Gi`,
    ...(pool.fabric === 'efa'
      ? { [EFA_DEVICE]: String(pool.node.efaCards), 'hugepages-2Mi': `${nodeHugePagesMiB(pool)}Mi` }
      : {}),
  };
  const entries: [string, string][] = [
    [`${DISCOVERY}/enabled`, 'true'],
    [...clusterTag(cluster)],
    ...Object.entries(awsNodeLabels(group)).map(([key, value]): [string, string] => [
      `${TEMPLATE}/label/${key}`,
      value,
    ]),
    ...taints.map(({ key, value, effect }): [string, string] => [`${TEMPLATE}/taint/${key}`, `${value}:${effect}`]),
    ...Object.entries(resources).map(([name, value]): [string, string] => [`${TEMPLATE}/resources/${name}`, value]),
  ];
  return Object.fromEntries(entries.sort(byKey));
}
