/** Keys from the root of an object down to one of its values. */
export type Path = readonly string[];

/** A place where two pieces of JSON differ. */
export interface Difference {
  readonly path: Path;
  readonly before: unknown;
  readonly after: unknown;
}

/** Every innermost place where two pieces of JSON differ; a field without a value is no field. */
export function differences(path: Path, before: unknown, after: unknown): Difference[] {
  if (isFields(before) && isFields(after) && Array.isArray(before) === Array.isArray(after)) {
    return keysOf(before, after).flatMap((key) => differences([...path, key], before[key], after[key]));
  }
  return before === after ? [] : [{ path, before, after }];
}

export const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** The keys of both, each once. */
export const keysOf = (before: object, after: object): string[] => [
  ...new Set([...Object.keys(before), ...Object.keys(after)]),
];
