import type { Field } from './field';

/**
 * A reading of values that is done once for each, wherever it stands: equal blocks of the input are one value. Only for
 * answers without a place. A value of which something was reported is read wherever it stands, so that it is reported there.
 */
export function oncePerValue<T extends object>(read: (field: Field) => T): (field: Field) => T;
export function oncePerValue<T extends object>(read: (field: Field) => T | undefined): (field: Field) => T | undefined;
export function oncePerValue<T extends object>(read: (field: Field) => T | undefined): (field: Field) => T | undefined {
  const known = new WeakMap<object, T>();
  return (field) => {
    const { value } = field;
    if (typeof value !== 'object' || value === null) return read(field);
    const found = known.get(value);
    if (found !== undefined) return found;
    const before = field.reported;
    const answer = read(field);
    if (answer !== undefined && field.reported === before) known.set(value, answer);
    return answer;
  };
}
