import { UNKNOWN_TEXT } from '../../../lib/model/pulumi-marks';

/** Plain data whose values are changed in place. */
export type Tree = { [key: string]: unknown };

/** A document inside a text, such as the policy of a role in a plan; written as the text that it was. */
export class JsonText {
  constructor(readonly document: unknown) {}

  toJSON(): string {
    return JSON.stringify(this.document);
  }
}

/** Something that is mutated as a whole and leaf by leaf: an object of the manifests or a resource of the plan. */
export interface Mutable {
  /** `Job ml-alpha/pretrain`, `aws:iam/role:Role alpha-role`. */
  readonly name: string;
  /** What is changed. */
  readonly tree: Tree;
  /** The whole, as the input has it. */
  readonly whole: object;
}

/** An object of the manifests. */
export function mutableObject(object: Tree): Mutable {
  const { kind, metadata } = object as { kind: string; metadata: { name: string; namespace?: string } };
  const namespace = metadata.namespace === undefined ? '' : `${metadata.namespace}/`;
  return { name: `${kind} ${namespace}${metadata.name}`, tree: object, whole: object };
}

interface ExportedResource {
  readonly urn: string;
  readonly type: string;
  readonly inputs?: Tree;
  readonly outputs?: Tree;
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
}

/**
 * A resource of a stack export. What the cloud answers follows what it was asked for, and a changed input depends
 * on nothing any more, unless a value in it is still to come.
 */
export function mutableResource(resource: ExportedResource): Mutable {
  const { urn, type, inputs = {}, outputs = {}, propertyDependencies = {} } = resource;
  const tree = withTexts(inputs) as Tree;
  const answered = Object.fromEntries(Object.entries(outputs).filter(([key]) => !Object.hasOwn(inputs, key)));
  const dependent = Object.entries(propertyDependencies);
  const given = new Map(dependent.map(([key]) => [key, JSON.stringify(tree[key])]));
  const stillDependent = (): object =>
    Object.fromEntries(
      dependent.filter(([key]) => {
        const text = JSON.stringify(tree[key]);
        return text === given.get(key) || text?.includes(AWAITED) === true;
      }),
    );
  const whole = {
    ...resource,
    toJSON: () => ({
      ...resource,
      inputs: tree,
      outputs: { ...answered, ...tree },
      propertyDependencies: stillDependent(),
    }),
  };
  return { name: `${type} ${urn.slice(urn.lastIndexOf('::') + 2)}`, tree, whole };
}

/** How a value is written that only the cloud can give. */
const AWAITED = JSON.stringify(UNKNOWN_TEXT);

function withTexts(value: unknown): unknown {
  if (typeof value === 'string' && /^\s*[[{]/.test(value)) {
    try {
      return new JsonText(JSON.parse(value));
    } catch {
      return value;
    }
  }
  if (Array.isArray(value)) return value.map(withTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withTexts(item)]));
}

/** A place in a tree. */
export interface Spot {
  readonly holder: Tree;
  readonly key: string;
  /** `spec.template.spec.containers[0].image`. */
  readonly path: string;
  /** Path of the holder, empty for the whole. */
  readonly within: string;
  /** Nothing lies below. */
  readonly isLeaf: boolean;
}

/** Every value of a tree, what holds others before what it holds. */
export function* spots(value: unknown, path = ''): Generator<Spot> {
  const holder = (value instanceof JsonText ? value.document : value) as Tree;
  for (const [key, item] of Object.entries(holder)) {
    const below = Array.isArray(holder) ? `${path}[${key}]` : pathTo(path, key);
    const holdsMore = item instanceof JsonText || (typeof item === 'object' && item !== null && size(item) > 0);
    yield { holder, key, path: below, within: path, isLeaf: !holdsMore };
    if (holdsMore) yield* spots(item, below);
  }
}

/** Path of a value under a key. */
export function pathTo(holder: string, key: string): string {
  return holder === '' ? key : `${holder}.${key}`;
}

function size(item: object): number {
  return Object.keys(item).length;
}
