/**
 * A set of numbers as the borders where membership changes: `[80, 81, 443, 444]` holds 80 and 443. Borders rise
 * strictly and come in pairs, so equal sets have equal borders; half-open intervals need no "plus one" and work for
 * ports, IPv4 addresses (numbers) and IPv6 addresses (bigints) alike.
 */
export type Borders<T extends number | bigint> = readonly T[];

/** The numbers from `first` up to but not including `end`. */
export function interval<T extends number | bigint>(first: T, end: T): Borders<T> {
  return first < end ? [first, end] : [];
}

export function union<T extends number | bigint>(a: Borders<T>, b: Borders<T>): Borders<T> {
  return a.length === 0 ? b : b.length === 0 ? a : combine(a, b, (inA, inB) => inA || inB);
}

export function intersection<T extends number | bigint>(a: Borders<T>, b: Borders<T>): Borders<T> {
  return a.length === 0 ? a : b.length === 0 ? b : combine(a, b, (inA, inB) => inA && inB);
}

export function difference<T extends number | bigint>(a: Borders<T>, b: Borders<T>): Borders<T> {
  return a.length === 0 || b.length === 0 ? a : combine(a, b, (inA, inB) => inA && !inB);
}

export function equal<T extends number | bigint>(a: Borders<T>, b: Borders<T>): boolean {
  return a === b || (a.length === b.length && a.every((border, index) => border === b[index]));
}

export function includes<T extends number | bigint>(set: Borders<T>, value: T): boolean {
  let inside = false;
  for (const border of set) {
    if (border > value) break;
    inside = !inside;
  }
  return inside;
}

/** Each interval as its first and its end. */
export function pairs<T extends number | bigint>(set: Borders<T>): readonly (readonly [T, T])[] {
  return Array.from({ length: set.length / 2 }, (_, index) => [set[2 * index] as T, set[2 * index + 1] as T] as const);
}

function combine<T extends number | bigint>(
  a: Borders<T>,
  b: Borders<T>,
  keep: (inA: boolean, inB: boolean) => boolean,
): Borders<T> {
  const result: T[] = [];
  let [indexA, indexB] = [0, 0];
  while (indexA < a.length || indexB < b.length) {
    const borderA = a[indexA];
    const borderB = b[indexB];
    const border = borderB === undefined || (borderA !== undefined && borderA <= borderB) ? (borderA as T) : borderB;
    if (borderA === border) indexA++;
    if (borderB === border) indexB++;
    // An odd number of borders behind means inside.
    if (keep(indexA % 2 === 1, indexB % 2 === 1) !== (result.length % 2 === 1)) result.push(border);
  }
  return result;
}
