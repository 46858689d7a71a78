import { EKSCTL_CONFIG } from '../input/eksctl-config';
import { isKind, type KubernetesObject } from '../input/kubernetes-object';
import type { PlanLinks } from '../input/pulumi/plan-links';
import { knownField } from '../input/pulumi/plan-value';
import { propertyOf } from '../input/pulumi/planned-resource';
import { CLUSTER } from '../input/pulumi/resource-types';

/**
 * Whether access entries are the only way into every cluster that the input shows, so that nobody reads the ConfigMap
 * `aws-auth` (https://docs.aws.amazon.com/eks/latest/userguide/setting-up-access-entries.html). False without any cluster.
 */
export function knowsEntriesOnly(plans: readonly PlanLinks[], objects: readonly KubernetesObject[]): boolean {
  const modes: readonly unknown[] = [
    ...plans.flatMap((links) =>
      links.of(CLUSTER).map((cluster) => knownField(propertyOf(cluster, 'accessConfig'), 'authenticationMode')),
    ),
    ...objects
      .filter((object) => isKind(object, ...EKSCTL_CONFIG))
      .map(({ field }) => field.at('accessConfig', 'authenticationMode')?.value),
  ];
  return modes.length > 0 && modes.every((mode) => mode === 'API');
}
