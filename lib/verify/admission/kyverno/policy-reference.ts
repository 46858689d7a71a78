import type { KubernetesObject } from '../../input/kubernetes-object';

/** How an exception names a policy: one of a namespace with that in front (https://kyverno.io/docs/guides/exceptions/). */
export function policyReference({ groupKind, namespace, name }: KubernetesObject): string {
  return groupKind === 'kyverno.io/Policy' ? `${namespace}/${name}` : name;
}
