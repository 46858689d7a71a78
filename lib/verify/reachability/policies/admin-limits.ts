import type { Field } from '../../input/field';
import type { KubernetesObject } from '../../input/kubernetes-object';

/**
 * How many rules an admin policy may have in one direction, and each of them peers and ports
 * (https://github.com/kubernetes-sigs/network-policy-api/tree/main/config/crd).
 */
export function mostEntries({ kind }: KubernetesObject): number {
  return kind === 'ClusterNetworkPolicy' ? 25 : 100;
}

/** The entries of a list, or undefined with the fault reported where the API server would refuse their number. */
export function itemsWithin(list: Field, least: number, most: number): readonly Field[] | undefined {
  const items = list.items();
  if (!Array.isArray(list.value)) return undefined;
  if (items.length >= least && items.length <= most) return items;
  list.refuse(`${least} to ${most} entries`, items.length < least ? 'name at least one' : 'split it into more');
  return undefined;
}

/** Whether exactly one of the keys is given; reports it otherwise. */
export function hasOneOf(field: Field, keys: readonly string[], fix: string): boolean {
  const given = keys.filter((key) => field.get(key) !== undefined);
  if (given.length === 1) return true;
  field.refuse(`exactly one of ${keys.join(', ')}`, given.length === 0 ? 'give one' : fix);
  return false;
}
