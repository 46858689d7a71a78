import { itemsIn, type Field } from '../input/field';
import { groupOf } from '../input/kinds';
import { celTree, isTree } from './cel';

/** Where a rule writes, beside the namespace of what it hears of. */
export type WrittenPlace = { readonly at: Field } & (
  | { readonly place: 'namespace'; readonly pattern: string }
  /** The kind is undefined where an expression makes it. */
  | { readonly place: 'cluster'; readonly kind: string | undefined }
  | { readonly place: 'found out' }
);

/**
 * Where something that a rule of Kyverno's in YAML makes or changes stands
 * (https://kyverno.io/docs/policy-types/cluster-policy/generate/ and mutate/#mutate-existing-resources).
 */
export function placesOf(target: Field): readonly WrittenPlace[] {
  const kind = String(target.get('kind')?.value ?? '');
  const isNamespace = kind === 'Namespace' && groupOf(String(target.get('apiVersion')?.value ?? '')) === '';
  const at = target.get(isNamespace ? 'name' : 'namespace');
  const text = String(at?.value ?? '');
  if (at === undefined || text === '') return [{ at: target.get('kind') ?? target, place: 'cluster', kind }];
  if (IS_OF_REQUEST.test(text)) return [];
  return text.includes('{{') ? [{ at, place: 'found out' }] : [{ at, place: 'namespace', pattern: text }];
}

/** What the request itself is about is asked for by requests. */
const IS_OF_REQUEST = /^\{\{\s*request\.(?:namespace|object\.metadata\.name(?:space)?)\s*\}\}$/;

/** Where expressions put what they make (https://kyverno.io/docs/policy-types/generating-policy/). */
export function placesOfExpressions(
  generate: Field | undefined,
  variables: Field | undefined,
): readonly WrittenPlace[] {
  const named = new Map(
    itemsIn(variables).map((variable) => [variable.get('name')?.value, variable.get('expression')]),
  );
  return itemsIn(generate).flatMap((item): readonly WrittenPlace[] => {
    const at = item.get('expression');
    if (at === undefined) return [];
    const tree = treeOf(at);
    return tree === undefined ? [{ at, place: 'found out' }] : appliedTo(tree).flatMap((to) => placeOf(at, to, named));
  });
}

function treeOf(expression: Field): unknown {
  try {
    return celTree(String(expression.value));
  } catch {
    return undefined;
  }
}

/** What each `generator.Apply` of an expression is given first: the namespace. */
function appliedTo(part: unknown): readonly unknown[] {
  if (Array.isArray(part)) return part.flatMap(appliedTo);
  if (!isTree(part)) return [];
  const [method, , given] = Array.isArray(part.args) ? (part.args as readonly unknown[]) : [];
  const own = part.op === 'rcall' && method === 'Apply' && Array.isArray(given) ? [given[0] as unknown] : [];
  return [...own, ...appliedTo(part.args)];
}

/** Namespaces of what a request is about, and the name where that is one. */
const OF_REQUEST = [
  'object.metadata.namespace',
  'object.metadata.name',
  'request.namespace',
  'namespaceObject.metadata.name',
];

function placeOf(at: Field, given: unknown, named: ReadonlyMap<unknown, Field | undefined>): readonly WrittenPlace[] {
  if (!isTree(given)) return [{ at, place: 'found out' }];
  if (given.op === 'value' && typeof given.args === 'string')
    return [
      given.args === '' ? { at, place: 'cluster', kind: undefined } : { at, place: 'namespace', pattern: given.args },
    ];
  const path = pathOf(given);
  if (path !== undefined && OF_REQUEST.includes(path)) return [];
  const [, name] = /^variables\.(\w+)$/.exec(path ?? '') ?? [];
  const variable = named.get(name);
  // One that is made of others is followed no further than through all of them.
  const rest = new Map([...named].filter(([key]) => key !== name));
  return variable === undefined ? [{ at, place: 'found out' }] : placeOf(variable, treeOf(variable), rest);
}

/** `object.metadata.name`, and the same within `string(…)`. */
function pathOf(part: unknown): string | undefined {
  if (!isTree(part)) return undefined;
  if (part.op === 'id') return String(part.args);
  const [first, second] = Array.isArray(part.args) ? (part.args as readonly unknown[]) : [];
  if (part.op === 'call' && first === 'string' && Array.isArray(second)) return pathOf(second[0]);
  const owner = part.op === '.' ? pathOf(first) : undefined;
  return owner === undefined ? undefined : `${owner}.${String(second)}`;
}
