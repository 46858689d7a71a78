import { itemsIn } from '../../input/field';
import { pathText } from '../../input/input-fault';
import type { KubernetesObject } from '../../input/kubernetes-object';

/** The selectors of `pods` without which the API server takes no policy of a kind. */
export function neededSelectors({ kind }: KubernetesObject): readonly string[] {
  return kind === 'ClusterNetworkPolicy' ? ['podSelector'] : ['namespaceSelector', 'podSelector'];
}

/**
 * Where an admin policy leaves out a selector that its kind needs. The API server refuses it; whoever evaluates files, this
 * library too, reads what is left out as `{}`, which the API's own types do.
 */
export function omittedSelectors(object: KubernetesObject): readonly string[] {
  const spec = object.field.get('spec');
  const peers = (['ingress', 'egress'] as const).flatMap((direction) =>
    itemsIn(spec, direction).flatMap((rule) => ['from', 'to'].flatMap((key) => itemsIn(rule, key))),
  );
  return [spec?.get('subject'), ...peers].flatMap((peer) => {
    const pods = peer?.get('pods');
    if (pods === undefined) return [];
    return neededSelectors(object)
      .filter((key) => pods.get(key) === undefined)
      .map((key) => pathText([...pods.path, key]));
  });
}
