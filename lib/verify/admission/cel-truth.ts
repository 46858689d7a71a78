import { isTree, type CelTree } from './cel';

/** What the API server gives no type to. */
const UNTYPED: ReadonlySet<unknown> = new Set(['object', 'oldObject', 'params']);
const READS: ReadonlySet<string> = new Set(['.', '.?', '[]', '[?]']);

/**
 * Whether an expression says a value of any type, so that the API server refuses it where true or false is asked for: a field
 * of an object as it stands, which is no truth before it is compared, negated or joined.
 *
 * @param variables trees of the variables before it, by their names
 */
export function saysAnything(tree: CelTree, variables: ReadonlyMap<string, CelTree> = new Map()): boolean {
  const parts = (Array.isArray(tree.args) ? tree.args : []) as readonly unknown[];
  const isAnything = (part: unknown): boolean => isTree(part) && saysAnything(part, variables);
  if (tree.op === 'id') return UNTYPED.has(tree.args);
  if (tree.op === '?:') return parts.slice(1).some(isAnything);
  const [first, second] = parts;
  if (tree.op === 'rcall') {
    // Of a field that may be missing the default gives no type; of what is read further it does.
    const isMissing = isTree(second) && (second.op === '.?' || second.op === '[?]');
    return first === 'orValue' && isMissing && isAnything(second);
  }
  if (!READS.has(tree.op) || !isTree(first)) return false;
  if (first.op === 'id' && first.args === 'variables') {
    const variable = variables.get(String(second));
    return variable !== undefined && saysAnything(variable, variables);
  }
  return isAnything(first);
}
