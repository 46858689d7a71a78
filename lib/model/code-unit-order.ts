/** The order of texts that is the same on every machine, whatever its language. */
export function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The same of entries by their keys. */
export function byKey(
  [a]: readonly [key: string, value: unknown],
  [b]: readonly [key: string, value: unknown],
): number {
  return byCodeUnits(a, b);
}
