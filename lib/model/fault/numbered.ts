import type { Draft } from './shape';

/** An item of a list and its path; items that have no shape at all are left out. */
export type Numbered<T> = readonly (readonly [Draft<T>, string])[];

export function numbered<T>(list: readonly (Draft<T> | undefined)[] | undefined, path: string): Numbered<T> {
  return (list ?? []).flatMap((item, index) => (item === undefined ? [] : [[item, `${path}[${index}]`] as const]));
}
