import { itemsIn, type Field } from '../../../input/field';
import { groupOf } from '../../../input/kinds';
import { labelsOf, type KubernetesObject } from '../../../input/kubernetes-object';
import type { ObjectIndex } from '../../../input/object-index';

/**
 * Whether a controller writes the object, for another one that is in the files. References anybody may write; who does so for
 * an object that is there meets its controller, which takes back what it finds changed among its own.
 */
export function isWrittenForKnown(object: KubernetesObject, objects: ObjectIndex): boolean {
  const { kind, namespace, name, field } = object;
  switch (kind) {
    // These name no owner: those of a Service with a selector are the controller's, whoever writes them.
    case 'Endpoints':
      return isSelecting(objects.find('', 'Service', namespace, name));
    case 'EndpointSlice':
      return isManaged(field) && isSelecting(ownerOf(object, '', 'Service', objects));
    case 'PolicyEndpoint': {
      const owner = ownerOf(object, 'networking.k8s.io', 'NetworkPolicy', objects);
      const reference = field.at('spec', 'policyRef');
      // Agents of nodes go by it and not by the owner (https://github.com/aws/aws-network-policy-agent).
      return (
        owner !== undefined &&
        reference?.get('name')?.value === owner.name &&
        reference.get('namespace')?.value === owner.namespace
      );
    }
    default:
      return false;
  }
}

/** https://kubernetes.io/docs/concepts/services-networking/service/#services-without-selectors */
function isSelecting(service: KubernetesObject | undefined): boolean {
  const selector = service?.field.at('spec', 'selector');
  return selector !== undefined && selector.entries().length > 0;
}

/**
 * Slices without it the controller leaves alone, whatever they own
 * (https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#management).
 */
const isManaged = (field: Field): boolean =>
  labelsOf(field.get('metadata')).get('endpointslice.kubernetes.io/managed-by') === 'endpointslice-controller.k8s.io';

/** The object of a kind that owns this one, by an identity that the files show of both. */
function ownerOf(
  { namespace, field }: KubernetesObject,
  group: string,
  kind: string,
  objects: ObjectIndex,
): KubernetesObject | undefined {
  return itemsIn(field, 'metadata', 'ownerReferences')
    .flatMap((reference) => {
      const [of, name, version, uid] = ['kind', 'name', 'apiVersion', 'uid'].map((key) => reference.get(key)?.value);
      if (of !== kind || typeof name !== 'string' || typeof version !== 'string' || groupOf(version) !== group)
        return [];
      const owner = objects.find(group, kind, namespace, name);
      return owner !== undefined && uid !== undefined && owner.field.at('metadata', 'uid')?.value === uid
        ? [owner]
        : [];
    })
    .at(0);
}
