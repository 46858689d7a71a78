import { grouped } from '../../model/grouped';
import type { KubernetesObject } from './kubernetes-object';

const NONE: readonly KubernetesObject[] = [];

/**
 * Objects of the input by kind, namespace and name. Checks that ask once for each project find what they need here: a
 * search through everything for each of a thousand projects would be most of a verdict's time.
 */
export class ObjectIndex {
  private readonly byKind: ReadonlyMap<string, readonly KubernetesObject[]>;
  private readonly byNamespace: ReadonlyMap<string, readonly KubernetesObject[]>;
  private readonly ofNamespaces: ReadonlyMap<string | undefined, readonly KubernetesObject[]>;
  /** By the list that they stand in: a kind outside namespaces may have one for each project. */
  private readonly named = new Map<readonly KubernetesObject[], ReadonlyMap<string, KubernetesObject>>();

  constructor(objects: readonly KubernetesObject[]) {
    this.byKind = grouped(objects, ({ groupKind }) => groupKind);
    this.byNamespace = grouped(objects, ({ groupKind, namespace }) => `${groupKind}\n${namespace ?? ''}`);
    this.ofNamespaces = grouped(objects, ({ namespace }) => namespace);
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
    const objects = this.inNamespace(group, kind, namespace);
    const byName = this.named.get(objects) ?? new Map([...objects].reverse().map((object) => [object.name, object]));
    this.named.set(objects, byName);
    return byName.get(name);
  }
}
