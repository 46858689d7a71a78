import { suggestion } from '../../model/fault/fault';
import { DEFAULT_NAMESPACE } from '../../model/kubernetes/kubernetes-namespaces';
import { isRecord, ownValue } from '../record';
import { Field, type FieldRoot } from './field';
import type { SourceDocument } from './input-file';
import type { InputFaults } from './input-fault';
import { apiKind, isClusterScoped, isNamespaced, misspelt, refusedVersion, type ApiKind } from './kinds';
import { checkKustomization, KUSTOMIZE_GROUP } from './kustomization';
import type { Path } from './line-of';
import { checkNames } from './object-names';

/** An object of a cluster as the input has it. */
export interface KubernetesObject extends ApiKind {
  /** Undefined for kinds outside namespaces, and for unknown kinds that name none. */
  readonly namespace: string | undefined;
  /** `pretrain-*` where the API server makes the name up. */
  readonly name: string;
  /** The object itself, with where it stands. */
  readonly field: Field;
}

/** Whether an object is of a kind of an API group. */
export function isKind(object: KubernetesObject, group: string, kind: string): boolean {
  return object.kind === kind && object.group === group;
}

/** Kinds by API group: all of a group, or some. */
export type KindsByGroup = Readonly<Record<string, readonly string[] | 'all'>>;

/** Whether an object is of one of some kinds; its group may be any word of the input, such as `constructor`. */
export function isOneOf(kinds: KindsByGroup, { group, kind }: KubernetesObject): boolean {
  const ofGroup = ownValue(kinds, group);
  return ofGroup === 'all' || ofGroup?.includes(kind) === true;
}

/** `alpha/default-deny[NetworkPolicy]`, for messages. */
export function objectName({ namespace, name, kind }: KubernetesObject): string {
  return `${namespace === undefined ? '' : `${namespace}/`}${name}[${kind}]`;
}

/** Labels, `undefined` values left out. Faulty ones are reported. */
export function labelsOf(metadata: Field | undefined): ReadonlyMap<string, string> {
  return textEntries(metadata?.get('labels'));
}

export function annotationsOf(metadata: Field | undefined): ReadonlyMap<string, string> {
  return textEntries(metadata?.get('annotations'));
}

/** A mapping of texts to texts; other values are faults, as they are for the API server. */
export function textEntries(field: Field | undefined): ReadonlyMap<string, string> {
  return field?.texts() ?? NO_TEXTS;
}

const NO_TEXTS: ReadonlyMap<string, string> = new Map();

/** Whether a document means to be a Kubernetes object: it says a kind or a version. */
export function looksLikeObject(value: unknown): boolean {
  return (
    isRecord(value) &&
    Object.hasOwn(value, 'kind') &&
    (Object.hasOwn(value, 'apiVersion') || Object.hasOwn(value, 'metadata'))
  );
}

/**
 * The objects of a document: one, or those of a list. Faulty ones are reported and left out.
 *
 * @param value the part of the document that holds them
 * @param path the way to that part
 */
export function objectsOf(
  document: SourceDocument,
  faults: InputFaults,
  value: unknown = document.value,
  path: Path = [],
): readonly KubernetesObject[] {
  const objects: KubernetesObject[] = [];
  collect({ document, faults, path }, value, undefined, objects);
  return objects;
}

/** Kind and version that the items of a typed list leave out, as API answers do: `PodList` of `v1`. */
interface ListedAs {
  readonly apiVersion: string;
  readonly kind: string;
}

function collect(root: FieldRoot, value: unknown, listed: ListedAs | undefined, into: KubernetesObject[]): void {
  const field = new Field(value, root);
  if (!field.isRecord()) return;
  const apiVersion = field.get('apiVersion')?.text() ?? listed?.apiVersion;
  const kind = field.get('kind')?.text() ?? listed?.kind;
  if (apiVersion === undefined || kind === undefined) {
    field.refuse('an object with apiVersion and kind', 'add what is missing');
    return;
  }
  const items = kind.endsWith('List') ? field.get('items') : undefined;
  if (items !== undefined && Array.isArray(items.value)) {
    const itemsAs = kind === 'List' ? undefined : { apiVersion, kind: kind.slice(0, -'List'.length) };
    items.value.forEach((item: unknown, index) =>
      collect({ ...root, path: [...root.path, 'items', index] satisfies Path }, item, itemsAs, into),
    );
    return;
  }
  if (kind.endsWith('List') && items === undefined && field.get('metadata')?.get('name') === undefined) return;
  const object = single(field, apiVersion, kind);
  if (object !== undefined) into.push(object);
}

function single(field: Field, apiVersion: string, kind: string): KubernetesObject | undefined {
  const known = refusedVersion(apiVersion, kind);
  if (known !== undefined) {
    (field.get('apiVersion') ?? field).refuse(
      `${known.join(' or ')} for a ${kind}`,
      suggestion(apiVersion, known, 'convert it to a version that is served'),
    );
    return undefined;
  }
  const meant = misspelt(apiVersion, kind);
  if (meant !== undefined) {
    (field.get('kind') ?? field).refuse(`a kind of ${apiVersion}`, `did you mean ${meant}?`);
    return undefined;
  }
  const { group, groupKind } = apiKind(apiVersion, kind);
  const metadata = field.get('metadata');
  const generated = metadata?.get('name') === undefined ? metadata?.get('generateName')?.text() : undefined;
  const name = generated === undefined ? metadata?.get('name')?.text() : `${generated}*`;
  if (group === KUSTOMIZE_GROUP) checkKustomization(field);
  if (name === undefined) {
    if (metadata?.get('name') === undefined) {
      // Tools read many kinds that never reach a cluster (kustomization, eksctl and kind configurations).
      if (!isNamespaced(apiVersion, kind) && !isClusterScoped(apiVersion, kind))
        return { apiVersion, kind, group, groupKind, namespace: undefined, name: '', field };
      field.refuse('metadata.name', 'name the object');
    }
    return undefined;
  }
  if (metadata !== undefined) checkNames(metadata, apiVersion, kind);
  const given = metadata?.get('namespace')?.text();
  const namespace = isClusterScoped(apiVersion, kind)
    ? undefined
    : (given ?? (isNamespaced(apiVersion, kind) ? (field.document.file.namespace ?? DEFAULT_NAMESPACE) : undefined));
  // Written out: objects that are spread from others are slower to read, and every check reads these.
  return { apiVersion, kind, group, groupKind, namespace, name, field };
}
