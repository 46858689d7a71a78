import { ApiObject } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { InvalidInputError, type Fault } from '../../model/fault/fault';

/** Objects of our own per construct tree, by what identifies them in a cluster. */
const registries = new WeakMap<IConstruct, Map<string, ApiObject>>();

/**
 * Two objects of one kind, namespace and name overwrite each other in the cluster without a word: whichever file is
 * applied last wins, and a policy may be gone. cdk8s reports nothing; this does, at the line that makes the second one.
 */
export function register(object: ApiObject): void {
  const registry = registryOf(object.node.root);
  const key = keyOf(object);
  const earlier = registry.get(key);
  if (earlier !== undefined && isInTree(earlier))
    throw new InvalidInputError('the app', [duplicateFault(earlier, object)]);
  registry.set(key, object);
}

/** The object of our own with this identity in the tree of `scope`, if there is one. */
export function registered(scope: Construct, kind: string, namespace: string, name: string): ApiObject | undefined {
  const object = registries.get(scope.node.root)?.get([kind, namespace, name].join('/'));
  return object !== undefined && isInTree(object) ? object : undefined;
}

function registryOf(root: IConstruct): Map<string, ApiObject> {
  const known = registries.get(root);
  if (known !== undefined) return known;
  const registry = new Map<string, ApiObject>();
  registries.set(root, registry);
  root.node.addValidation({ validate: () => duplicates(root) });
  return registry;
}

/** Duplicates among all objects of the tree, those of other libraries included; runs when the app is synthesized. */
function duplicates(root: IConstruct): string[] {
  const seen = new Map<string, ApiObject>();
  const faults: string[] = [];
  for (const construct of root.node.findAll()) {
    if (!ApiObject.isApiObject(construct)) continue;
    const key = keyOf(construct);
    const earlier = seen.get(key);
    if (earlier === undefined) seen.set(key, construct);
    else faults.push(duplicateText(earlier, construct));
  }
  return faults;
}

/** API versions do not count: `v1beta1` and `v1` of one kind are the same object. */
function keyOf(object: ApiObject): string {
  const kind = object.apiGroup === 'core' ? object.kind : `${object.kind}.${object.apiGroup}`;
  return [kind, namespaceOf(object) ?? '', object.name].join('/');
}

/** Objects of our own say themselves whether they have a namespace; others have what cdk8s stamped on them. */
function namespaceOf(object: ApiObject): string | undefined {
  const own = (object as { manifest?: { metadata?: { namespace?: string } } }).manifest;
  return own === undefined ? object.metadata.namespace : own.metadata?.namespace;
}

/** A project or a platform that is made a second time begins with an object that the first one has written. */
function duplicateFault(earlier: ApiObject, later: ApiObject): Fault {
  return {
    path: later.node.path,
    given: objectText(later),
    allowed: `an object that nothing else writes, and ${earlier.node.path} does`,
    fix: 'rename one of them; a project and the platform are made once in an app',
  };
}

function duplicateText(earlier: ApiObject, later: ApiObject): string {
  return `${objectText(later)} is defined twice, at ${earlier.node.path} and at ${later.node.path}: rename one of them`;
}

function objectText(object: ApiObject): string {
  const namespace = namespaceOf(object);
  return `${object.kind} ${object.name}${namespace === undefined ? '' : ` in namespace ${namespace}`}`;
}

function isInTree(construct: IConstruct): boolean {
  const { scope, id } = construct.node;
  if (scope === undefined) return true;
  return scope.node.tryFindChild(id) === construct && isInTree(scope);
}
