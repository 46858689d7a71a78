import type { Construct } from 'constructs';
import { Manifest, type Resource } from './manifest';

/** Adds objects to a chart, under ids made of kind, namespace and name, and of the group where two share those. */
export function addAll(
  scope: Construct,
  objects: readonly Resource[],
  commentOf: (object: Resource) => string | undefined = () => undefined,
): void {
  for (const object of objects) {
    const { name = '', namespace } = object.metadata ?? {};
    const id = [object.kind, namespace, name].filter((part) => part !== undefined).join('.');
    new Manifest(
      scope,
      scope.node.tryFindChild(id) === undefined ? id : `${id}.${object.apiVersion}`,
      object,
      commentOf(object),
    );
  }
}
