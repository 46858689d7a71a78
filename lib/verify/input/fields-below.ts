import type { Field } from './field';

/** What is meant lies less deep, even in an object inside an object of a tool; input may be nested without end. */
const DEEPEST = 16;

/** A mapping or list, and the key under which it stands; undefined for the first one and for entries of lists. */
export interface Below {
  readonly key: string | undefined;
  readonly field: Field;
}

/** A value and every mapping and list inside it, for what each operator keeps in another place. */
export function* fieldsBelow(field: Field | undefined, key?: string, depth = 0): Generator<Below> {
  if (field === undefined || depth > DEEPEST || typeof field.value !== 'object' || field.value === null) return;
  yield { key, field };
  if (Array.isArray(field.value)) for (const item of field.items()) yield* fieldsBelow(item, undefined, depth + 1);
  else for (const [name, value] of field.entries()) yield* fieldsBelow(value, name, depth + 1);
}
