import type { NodeGroup, Platform } from '../../model';
import type { Resource } from '../manifest/manifest';
import { nodeClass } from './node-class';
import { nodeOverlay, nodePool } from './node-pool';

/** What Karpenter needs for the pools that it makes nodes for: cluster-scoped objects, which no project may write. */
export function karpenterObjects(platform: Platform): Resource[] {
  const { aws } = platform;
  if (aws === undefined) return [];
  const groups = platform.projects.flatMap(({ nodeGroups }) => nodeGroups);
  const own = new Map<string, NodeGroup>(
    groups.filter(({ pool }) => pool.provisioner === 'karpenter').map((group) => [group.name, group]),
  );
  return [...own.values()].flatMap((group) => {
    const overlay = nodeOverlay(platform, group);
    return [nodePool(platform, group), nodeClass(platform, aws, group), ...(overlay === undefined ? [] : [overlay])];
  });
}
