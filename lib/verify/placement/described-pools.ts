import type { NodeGroup, Platform } from '../../model';
import { supposedPool, type NodePool } from './node-pool';

/**
 * Nodes of a description that no file shows, as it describes them. Manifests hold the pools of Karpenter and no others, a
 * plan those and the managed ones: what they say of these is said of no node whose owner makes it elsewhere.
 *
 * @param shown the pools of the input; with a node of the cluster among them, the input shows others as well
 */
export function describedPools(platform: Platform | undefined, shown: readonly NodePool[]): readonly NodePool[] {
  return shown.length === 0 || shown.some(({ kind }) => kind === 'Node') ? [] : absentPools(platform, shown);
}

/** The same, also beside nodes of a cluster: of a pool with none at the moment a dump shows nothing. */
export function absentPools(platform: Platform | undefined, shown: readonly NodePool[]): readonly NodePool[] {
  const hasManaged = shown.some(({ kind }) => kind === 'node group');
  const groups = (platform?.projects ?? [])
    .flatMap(({ nodeGroups }) => nodeGroups)
    .filter((group) => isMadeElsewhere(group, hasManaged) && !shown.some((pool) => isAsDescribed(pool, group)));
  return [...new Map(groups.map((group) => [group.name, group])).values()].map(({ name, labels, taints }) =>
    supposedPool(`the nodes of ${name}`, new Map(Object.entries(labels)), taints),
  );
}

function isMadeElsewhere({ pool: { provisioner } }: NodeGroup, hasManaged: boolean): boolean {
  return provisioner === 'self-managed' || (provisioner === 'managed' && !hasManaged);
}

/** Whoever makes nodes of one's own may do it by a node group as well. */
function isAsDescribed({ labels }: NodePool, group: NodeGroup): boolean {
  return Object.entries(group.labels).every(([key, value]) => labels.known.get(key) === value);
}
