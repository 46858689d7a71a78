import type { Fault } from '../../../model/fault/fault';
import { shown } from '../../../model/fault/fault';
import { differences, isFields, keysOf, type Path } from './differences';

/**
 * What may differ at a place of a manifest. A field that is not listed may not: fields that Kubernetes invents later are
 * closed until somebody has thought about them.
 */
export type Freedom = Judge | { readonly [field: string]: Freedom };

/** Says what is wrong with a change; both values are JSON, undefined where there is none. */
export type Judge = (before: unknown, after: unknown, path: Path) => Fault[];

/** Faults of everything that differs without being free. */
export function closedFaults(freedom: Freedom | undefined, before: unknown, after: unknown, path: Path = []): Fault[] {
  if (typeof freedom === 'function') return freedom(before, after, path);
  if (freedom === undefined || !(isFields(before ?? {}) && isFields(after ?? {}))) return kept(before, after, path);
  const [old, now] = [before ?? {}, after ?? {}] as Record<string, unknown>[];
  return keysOf(old!, now!).flatMap((key) =>
    closedFaults(own(freedom, key), own(old!, key), own(now!, key), [...path, key]),
  );
}

export const anything: Judge = () => [];

/** Nothing may differ. */
const kept: Judge = (before, after, path) =>
  differences(path, before, after).map((difference) => ({
    path: difference.path.join('.'),
    given: shown(difference.after),
    allowed: shown(difference.before),
    fix: 'this isolates the job, or follows from the description: leave it as it was, or use the option of its name',
  }));

/** A map that keeps what it has; each new entry is judged. */
export function additions(judge: (key: string, value: unknown, path: Path) => Fault[]): Judge {
  return (before = {}, after = {}, path) => {
    if (!isFields(before) || !isFields(after)) return kept(before, after, path);
    return keysOf(before, after).flatMap((key) => {
      const [old, now] = [own(before, key), own(after, key)];
      return old === undefined ? judge(key, now, [...path, key]) : kept(old, now, [...path, key]);
    });
  };
}

/**
 * A list whose items have names, in any order. Items that were there stay, free only where `known` says so; each new one
 * is judged.
 */
export function named(
  field: string,
  known: Readonly<Record<string, Freedom>>,
  added: (item: Record<string, unknown>, path: Path) => Fault[],
): Judge {
  return (before = [], after = [], path) => {
    const [old, now] = [byName(field, before), byName(field, after)];
    if (old === undefined || now === undefined) {
      return [
        {
          path: path.join('.'),
          given: shown(after),
          allowed: `a list of objects, each with its own ${field}`,
          fix: `give each item a ${field} that no other item has`,
        },
      ];
    }
    return keysOf(old, now).flatMap((name) => {
      const item = own(now, name);
      if (item === undefined) return [gone([...path, name])];
      return own(old, name) === undefined
        ? added(item, [...path, name])
        : closedFaults(own(known, name), own(old, name), item, [...path, name]);
    });
  };
}

const gone = (path: Path): Fault => ({
  path: path.join('.'),
  given: shown(undefined),
  allowed: 'what the library wrote',
  fix: 'leave it where it was',
});

/** The items under their names; nothing where a name is missing or stands twice. */
function byName(field: string, list: unknown): Record<string, Record<string, unknown>> | undefined {
  if (!Array.isArray(list)) return undefined;
  const items = list.filter(isFields).filter((item) => item[field] !== undefined);
  const found = Object.fromEntries(items.map((item) => [String(item[field]), item]));
  return Object.keys(found).length === list.length ? found : undefined;
}

/** A value of the map itself: names of users, such as `constructor`, never reach what every object inherits. */
function own<T>(map: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}
