import type { Spot, Tree } from './mutable';

/** A change of one value. */
export interface Operator {
  readonly name: 'remove' | 'negate' | 'zero' | 'more' | 'other' | 'swap' | 'widen';
  /** Makes the change; undefined for values that it is not for. */
  change(spot: Spot): (() => void) | undefined;
}

const set = (holder: Tree, key: string, value: unknown) => (): void => {
  holder[key] = value;
};

/** Changes of a value to another of its type. */
function valued(name: Operator['name'], other: (value: unknown, spot: Spot) => unknown): Operator {
  return {
    name,
    change: (spot) => {
      if (!spot.isLeaf) return undefined;
      const value = spot.holder[spot.key];
      const changed = other(value, spot);
      return changed === undefined || changed === value ? undefined : set(spot.holder, spot.key, changed);
    },
  };
}

const PROJECTS = ['alpha', 'beta'] as const;
const CIDR = /^\d+(?:\.\d+){3}\/\d+$/;
/** Lists of these name things that may be done, or to what. */
const PATTERNED = /(?:Action|Resource|Principal\.\w+|verbs|resources|apiGroups|resourceNames)(?:\[\d+\])?$/;

/** Every operator. A new one is an entry here. */
export const OPERATORS: readonly Operator[] = [
  {
    name: 'remove',
    change:
      ({ holder, key }) =>
      () => {
        if (Array.isArray(holder)) holder.splice(Number(key), 1);
        else delete holder[key];
      },
  },
  valued('negate', (value) => (typeof value === 'boolean' ? !value : undefined)),
  valued('zero', (value) => (typeof value === 'number' ? 0 : undefined)),
  valued('more', (value) => (typeof value === 'number' ? value * 2 + 1 : undefined)),
  valued('other', (value) => (typeof value === 'string' ? `${value}x` : undefined)),
  valued('swap', (value) => {
    if (typeof value !== 'string') return undefined;
    const [a, b] = PROJECTS;
    return value.replaceAll(new RegExp(`${a}|${b}`, 'g'), (found) => (found === a ? b : a));
  }),
  valued('widen', (value, { path }) => {
    if (typeof value !== 'string') return undefined;
    if (CIDR.test(value)) return '0.0.0.0/0';
    return PATTERNED.test(path) ? '*' : undefined;
  }),
];
