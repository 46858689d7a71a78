import type { NodeGroup } from './node-group';
import { karpenterCapacityType } from './purchase';

/** What Karpenter may start for a group of nodes: for each label of nodes the only value (https://karpenter.sh/docs/concepts/nodepools/#spectemplatespecrequirements). */
export function karpenterRequirements({ pool }: NodeGroup): ReadonlyMap<string, string> {
  return new Map([
    ['node.kubernetes.io/instance-type', pool.instanceType],
    ['karpenter.sh/capacity-type', karpenterCapacityType(pool.purchase)],
    ['kubernetes.io/arch', 'amd64'],
    ['kubernetes.io/os', 'linux'],
    ...(pool.availabilityZone === undefined ? [] : [['topology.kubernetes.io/zone', pool.availabilityZone] as const]),
  ]);
}

/** Most GPUs that its nodes have together, which is how Karpenter bounds them. */
export function gpusOfGroup({ pool, maxNodes }: NodeGroup): number {
  return maxNodes * pool.node.gpus;
}
