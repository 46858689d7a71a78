/** What one report has and another has not. */
export interface Change<T> {
  /** In the second report only. */
  readonly became: readonly T[];
  /** In the first report only. */
  readonly ceased: readonly T[];
}

/** A change by what only one side has; `missing(a, b)` gives what `a` has and `b` has not. */
export function changeOf<R, T>(before: R, after: R, missing: (side: R, other: R) => readonly T[]): Change<T> {
  return { became: missing(after, before), ceased: missing(before, after) };
}
