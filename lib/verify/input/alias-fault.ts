import { MAX_ALIASED_VALUES } from './parse-limits';

/**
 * What is wrong with the aliases of a document: values that contain themselves, or few lines that stand for more
 * values than anybody can have meant ("billion laughs"). Undefined if nothing is.
 */
export function aliasFault(value: unknown): string | undefined {
  let repeatedValues = 0;
  const seen = new Set<object>();
  const open = new Set<object>();
  const visit = (item: unknown, inRepeated: boolean): string | undefined => {
    const repeated = inRepeated || (typeof item === 'object' && item !== null && seen.has(item));
    if (repeated && ++repeatedValues > MAX_ALIASED_VALUES)
      return `aliases that stand for more than ${MAX_ALIASED_VALUES} values`;
    if (typeof item !== 'object' || item === null) return undefined;
    if (open.has(item)) return 'a value that contains itself';
    seen.add(item);
    open.add(item);
    for (const inner of Object.values(item)) {
      const fault = visit(inner, repeated);
      if (fault !== undefined) return fault;
    }
    open.delete(item);
    return undefined;
  };
  return visit(value, false);
}
