import type { NodeGroup, Platform } from '../../model';
import { karpenterNames } from '../../model/nodes/karpenter-names';
import { gpusOfGroup, karpenterRequirements } from '../../model/nodes/karpenter-requirements';
import { nodeHugePagesMiB } from '../../model/nodes/node-share';
import { platformMetadata } from '../metadata';
import type { NodeOverlay, NodePool, Requirement } from './kinds';

/**
 * Nodes of one project, as Karpenter makes them: from none, each with the labels that jobs select, the label that no kubelet
 * can give itself among them, and the taints that they tolerate. A node ends when nothing runs on it and for no other
 * reason: expiry and drift know no checkpoint (https://karpenter.sh/docs/concepts/disruption/).
 */
export function nodePool(platform: Platform, group: NodeGroup): NodePool {
  const { pool, labels, taints } = group;
  const { nodePool: name } = karpenterNames(platform, group);
  return {
    apiVersion: 'karpenter.sh/v1',
    kind: 'NodePool',
    metadata: platformMetadata(platform, name, undefined, {
      purpose: `Training nodes of ${group.project ?? 'every project'} in pool ${pool.name}.`,
    }),
    spec: {
      template: {
        metadata: { labels: { ...labels } },
        spec: {
          nodeClassRef: { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name },
          taints: taints.map(({ key, value, effect }) => ({ key, value, effect })),
          requirements: [...karpenterRequirements(group)].map(([key, value]): Requirement => ({
            key,
            operator: 'In',
            values: [value],
          })),
          expireAfter: 'Never',
        },
      },
      disruption: {
        consolidationPolicy: 'WhenEmpty',
        consolidateAfter: '10m',
        budgets: [{ nodes: '0', reasons: ['Drifted', 'Underutilized'] }],
      },
      limits: { [pool.gpuResource]: String(gpusOfGroup(group)) },
    },
  };
}

/**
 * Tells Karpenter of the huge pages that a node has once it has started: without it a job that asks for them never gets
 * its first node (https://github.com/aws/karpenter-provider-aws/issues/3315). Needs its feature gate NodeOverlay.
 */
export function nodeOverlay(platform: Platform, group: NodeGroup): NodeOverlay | undefined {
  const hugePages = nodeHugePagesMiB(group.pool);
  if (hugePages === 0) return undefined;
  const { nodePool: name } = karpenterNames(platform, group);
  return {
    apiVersion: 'karpenter.sh/v1alpha1',
    kind: 'NodeOverlay',
    metadata: platformMetadata(platform, name),
    spec: {
      requirements: [{ key: 'karpenter.sh/nodepool', operator: 'In', values: [name] }],
      capacity: { 'hugepages-2Mi': `${hugePages}Mi` },
    },
  };
}
