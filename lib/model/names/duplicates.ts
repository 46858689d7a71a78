import type { Fault } from '../fault/fault';
import { shown } from '../fault/fault';

/** A fault for every name that stands twice. */
export function duplicateFaults(
  names: readonly (string | undefined)[],
  path: (index: number) => string,
  what: string,
): Fault[] {
  const first = new Map<string, number>();
  return names.flatMap((name, index) => {
    if (name === undefined) return [];
    const earlier = first.get(name);
    if (earlier === undefined) {
      first.set(name, index);
      return [];
    }
    return [
      {
        path: path(index),
        given: shown(name),
        allowed: `a ${what} of its own`,
        fix: `${path(earlier)} already has this one: rename one of them`,
      },
    ];
  });
}
