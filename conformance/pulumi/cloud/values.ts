import { isDeepStrictEqual } from 'node:util';
import { UNKNOWN } from '../../../lib/plan';

/** Inputs or outputs of a resource, as they travel: unknowns and secrets by Pulumi's marks. */
export type Values = Readonly<Record<string, unknown>>;

export function isValues(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What stands at a path such as `placement.groupName`, through lists by their only element. */
export function at(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (found, key) =>
        isValues(found) ? found[key] : Array.isArray(found) ? (found[0] as Values | undefined)?.[key] : undefined,
      value,
    );
}

/** Keys whose values differ. An unknown value may become anything, so it differs from all. */
export function changedKeys(before: Values, after: Values): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => !isDeepStrictEqual(before[key], after[key])).sort();
}

/** Every text in a value, with its path. */
export function textsIn(value: unknown, path = ''): { readonly path: string; readonly text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => textsIn(item, path === '' ? key : `${path}.${key}`));
}

/** What a preview knows of the outputs: where they say more than the inputs do, nothing. */
export function previewOf(outputs: unknown, inputs: unknown): unknown {
  if (isDeepStrictEqual(outputs, inputs)) return outputs;
  if (!isValues(outputs) || !isValues(inputs)) return UNKNOWN;
  return Object.fromEntries(Object.entries(outputs).map(([key, item]) => [key, previewOf(item, inputs[key])]));
}
