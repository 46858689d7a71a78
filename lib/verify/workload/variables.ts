import { itemsIn, type Field } from '../input/field';

/** What a container is told, and where. */
export interface Told {
  /** Undefined where the files do not say it: another object does, or a variable is filled in. */
  readonly value: string | undefined;
  readonly at: Field;
}

/** A variable of a container; of several of one name the last counts. */
export function variableOf(container: Field, name: string): Told | undefined {
  const variable = itemsIn(container, 'env')
    .filter((item) => item.get('name')?.value === name)
    .at(-1);
  if (variable === undefined) return undefined;
  const at = variable.get('value');
  if (at === undefined) return { value: variable.get('valueFrom') === undefined ? '' : undefined, at: variable };
  return { value: asWritten(String(at.value)), at };
}

/** The text unless something is filled in, by Kubernetes or by a shell: `$(MODE)`, `$MODE`. */
export const asWritten = (text: string): string | undefined => (text.includes('$') ? undefined : text);
