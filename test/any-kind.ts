import { isInvalidInput } from '../lib';

/** One value of every kind that JavaScript has: what a caller without types may give by mistake. */
const ANY_KIND: readonly unknown[] = [
  undefined,
  null,
  Number.NaN,
  'x',
  true,
  [],
  ['x'],
  { x: 1 },
  () => 1,
  Symbol('x'),
  10n,
];

/**
 * Gives an input over and over, each time with another of its values replaced by one of another kind, the input itself
 * among them. Returns where that broke: ended in anything but success or a list of faults.
 */
export function broken(input: object, give: (changed: never) => unknown): string[] {
  const places = new Set<string>();
  for (const path of pathsOf(input)) {
    for (const other of ANY_KIND) {
      try {
        give(replaced(input, path, other) as never);
      } catch (error) {
        if (!isInvalidInput(error)) places.add(`${path.join('.')}: ${String(error)}`);
      }
    }
  }
  return [...places];
}

/** Where a list, a date or a map is taken for an object of options. */
export function takenForOptions(input: object, give: (changed: never) => unknown): string[] {
  const isTaken = (path: readonly string[], other: unknown): boolean => {
    try {
      give(replaced(input, path, other) as never);
      return true;
    } catch {
      return false;
    }
  };
  return pathsOf(input)
    .filter(
      (path) => !Array.isArray(path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], input)),
    )
    .filter((path) => [[], ['x'], new Date(0), new Map()].some((other) => isTaken(path, other)))
    .map((path) => path.join('.'));
}

function pathsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  const isOpen = typeof value === 'object' && value !== null;
  return [path, ...(isOpen ? Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...path, key])) : [])];
}

function replaced(value: unknown, [key, ...rest]: readonly string[], other: unknown): unknown {
  if (key === undefined) return other;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<string, unknown>;
  copy[key] = replaced(copy[key], rest, other);
  return copy;
}
