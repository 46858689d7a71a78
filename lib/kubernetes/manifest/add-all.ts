import type { Construct } from 'constructs';
import { Manifest, type Resource } from './manifest';

/** Adds objects to a chart, under ids made of kind, namespace and name. */
export function addAll(scope: Construct, objects: readonly Resource[]): void {
  for (const object of objects) {
    const { name = '', namespace } = object.metadata ?? {};
    new Manifest(scope, [object.kind, namespace, name].filter((part) => part !== undefined).join('.'), object);
  }
}
