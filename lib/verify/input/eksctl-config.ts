import { itemsIn, type Field } from './field';

/** API group and kind of a configuration of eksctl (https://docs.aws.amazon.com/eks/latest/eksctl/schema.html). */
export const EKSCTL_CONFIG = ['eksctl.io', 'ClusterConfig'] as const;

/** Its node groups, self-managed and managed. */
export function nodeGroupsIn(config: Field): readonly Field[] {
  return ['nodeGroups', 'managedNodeGroups'].flatMap((list) => itemsIn(config, list));
}
