import { valueAt } from '../../record';
import { objectsOf, type KubernetesObject } from '../kubernetes-object';
import type { InputFaults } from '../input-fault';
import type { PlannedResource } from './planned-resource';

const TYPE = /^kubernetes:(?!helm\.sh|yaml|kustomize)[^:]+:(\w+)$/;

/** The object that a resource of the Kubernetes provider would create: its inputs have the form of the manifest. */
export function kubernetesResource(resource: PlannedResource, faults: InputFaults): readonly KubernetesObject[] {
  const match = TYPE.exec(resource.type);
  if (match === null || match[1]?.endsWith('Patch') === true || match[1]?.endsWith('List') === true) return [];
  // The document's own value, so that lines can be found; what is unknown in it stays a text that nothing equals.
  const path = [...resource.path, 'inputs'];
  const inputs = valueAt(resource.document.value, ...path);
  if (typeof inputs !== 'object' || inputs === null) return [];
  return objectsOf(resource.document, faults, inputs, path);
}
