import { itemsIn } from '../../../input/field';
import { groupOf } from '../../../input/kinds';
import type { KubernetesObject } from '../../../input/kubernetes-object';
import type { ObjectIndex } from '../../../input/object-index';

/** What a controller writes for an object that somebody else wrote, by the kind of that object. */
const WRITTEN_FOR: Readonly<Record<string, readonly [group: string, kind: string]>> = {
  EndpointSlice: ['', 'Service'],
  PolicyEndpoint: ['networking.k8s.io', 'NetworkPolicy'],
};

/**
 * Whether the object that it is written for is in the files: labels and references anybody may write. Endpoints name no owner;
 * those of a Service with a selector are the controller's, whoever writes them
 * (https://kubernetes.io/docs/concepts/services-networking/service/#services-without-selectors).
 */
export function isWrittenForKnown(
  { kind, namespace, name: own, field }: KubernetesObject,
  objects: ObjectIndex,
): boolean {
  if (kind === 'Endpoints') {
    const selector = objects.find('', 'Service', namespace, own)?.field.at('spec', 'selector');
    return selector !== undefined && selector.entries().length > 0;
  }
  const [group, ownerKind] = WRITTEN_FOR[kind] ?? [];
  if (group === undefined || ownerKind === undefined) return false;
  return itemsIn(field, 'metadata', 'ownerReferences').some((reference) => {
    const [name, version, uid] = ['name', 'apiVersion', 'uid'].map((key) => reference.get(key)?.value);
    if (reference.get('kind')?.value !== ownerKind || typeof name !== 'string') return false;
    if (typeof version !== 'string' || groupOf(version) !== group) return false;
    const owner = objects.find(group, ownerKind, namespace, name);
    const known = owner?.field.at('metadata', 'uid')?.value;
    return owner !== undefined && (known === undefined || uid === undefined || known === uid);
  });
}
