import { groupOf } from './kinds';
import type { KubernetesObject } from './kubernetes-object';

const NONE: readonly KubernetesObject[] = [];

/**
 * Objects of the input by kind, namespace and name. Checks that ask once for each project find what they need here: a
 * search through everything for each of a thousand projects would be most of a verdict's time.
 */
export class ObjectIndex {
  private readonly byKind = new Map<string, KubernetesObject[]>();
  private readonly byNamespace = new Map<string, KubernetesObject[]>();
  private readonly ofNamespaces = new Map<string, KubernetesObject[]>();

  constructor(objects: readonly KubernetesObject[]) {
    for (const object of objects) {
      const kind = `${groupOf(object.apiVersion)}/${object.kind}`;
      push(this.byKind, kind, object);
      push(this.byNamespace, `${kind}\n${object.namespace ?? ''}`, object);
      if (object.namespace !== undefined) push(this.ofNamespaces, object.namespace, object);
    }
  }

  /** Every object of a kind, in the order of the input. */
  ofKind(group: string, kind: string): readonly KubernetesObject[] {
    return this.byKind.get(`${group}/${kind}`) ?? NONE;
  }

  /** Those of one namespace; of kinds outside namespaces with `undefined`. */
  inNamespace(group: string, kind: string, namespace: string | undefined): readonly KubernetesObject[] {
    return this.byNamespace.get(`${group}/${kind}\n${namespace ?? ''}`) ?? NONE;
  }

  /** Everything in a namespace, in the order of the input. */
  allIn(namespace: string): readonly KubernetesObject[] {
    return this.ofNamespaces.get(namespace) ?? NONE;
  }

  /** The first object of a name. */
  find(group: string, kind: string, namespace: string | undefined, name: string): KubernetesObject | undefined {
    return this.inNamespace(group, kind, namespace).find((object) => object.name === name);
  }
}

function push(map: Map<string, KubernetesObject[]>, key: string, object: KubernetesObject): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [object]);
  else list.push(object);
}
