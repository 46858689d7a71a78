import type { Platform } from '../../model';
import { supposedPool, type NodePool } from './node-pool';

/**
 * Nodes of a description that no file shows, as it describes them. Manifests hold the pools of Karpenter and no others:
 * what they say of those is said of no managed node, whose plan is another file.
 *
 * @param shown the pools of the input; with a node group or a node among them, the input shows others as well
 */
export function describedPools(platform: Platform | undefined, shown: readonly NodePool[]): readonly NodePool[] {
  const isOfKarpenterAlone = shown.every(({ kind }) => kind === 'NodePool' || kind === 'NodeClaim');
  if (platform === undefined || shown.length === 0 || !isOfKarpenterAlone) return [];
  const groups = platform.projects
    .flatMap(({ nodeGroups }) => nodeGroups)
    .filter(({ pool }) => pool.provisioner !== 'karpenter');
  return [...new Map(groups.map((group) => [group.name, group])).values()].map(({ name, labels, taints }) =>
    supposedPool(`the nodes of ${name}`, new Map(Object.entries(labels)), taints),
  );
}
