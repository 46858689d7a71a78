import type { Platform } from '../platform/platform';
import type { LabelKeys } from '../kubernetes/label-keys';
import { SEPARATOR } from '../names';
import type { NodeGroup } from './node-group';

/**
 * Names and tags by which the manifests of Karpenter find what the infrastructure program made: ids are not known when
 * manifests are written.
 */
export interface KarpenterNames {
  /** Of the NodePool and the EC2NodeClass; cluster-scoped, so the platform stands in front. */
  readonly nodePool: string;
  readonly instanceProfile: string;
  readonly securityGroupTags: {
    readonly own: Readonly<Record<string, string>>;
    readonly access: Readonly<Record<string, string>>;
  };
  readonly subnetTags: Readonly<Record<string, string>>;
}

export function karpenterNames({ name, keys }: Pick<Platform, 'name' | 'keys'>, group: NodeGroup): KarpenterNames {
  const nodes = `${name}${SEPARATOR}${group.name}`;
  return {
    nodePool: nodes,
    instanceProfile: nodes,
    securityGroupTags: { own: { [keys.component]: nodes }, access: accessTags(keys, name, group.pool.name) },
    subnetTags: nodeSubnetTags(keys, name),
  };
}

/** Tags of the security group through which nodes of a pool reach the rest. */
export function accessTags(keys: LabelKeys, platform: string, pool: string): Readonly<Record<string, string>> {
  return { [keys.component]: `${platform}${SEPARATOR}${pool}${SEPARATOR}access` };
}

/** Tags of the subnets of nodes. */
export function nodeSubnetTags(keys: LabelKeys, platform: string): Readonly<Record<string, string>> {
  return { [keys.component]: `${platform}${SEPARATOR}nodes` };
}
