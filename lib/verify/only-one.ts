/** The one value that there is; undefined where there is none, or several. */
export function onlyOne<T>(values: Iterable<T>): T | undefined {
  const [first, ...others] = values;
  return others.length === 0 ? first : undefined;
}
