import type { Field } from './field';

/**
 * A reading of mappings that is done once for each, wherever it stands: equal blocks of the input are one value. Only for
 * what has no place and no fault.
 */
export function oncePerValue<T extends object>(read: (field: Field) => T): (field: Field) => T {
  const known = new WeakMap<object, T>();
  return (field) => {
    const { value } = field;
    // Whatever is no mapping is a fault at each of its places.
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return read(field);
    const answer = known.get(value) ?? read(field);
    known.set(value, answer);
    return answer;
  };
}
