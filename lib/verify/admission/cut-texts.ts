import type { Field } from '../input/field';

/** Functions and macros of the Common Expression Language that make no text of a part of another, and say not where it is. */
const CUTTING_NOTHING = new Set(
  (
    'all exists exists_one filter map has in size orValue hasValue optMap optFlatMap dyn type string int quantity ' +
    'isQuantity compareTo isGreaterThan isLessThan startsWith endsWith contains matches'
  ).split(' '),
);

/** `{{ request.namespace }}` and `request.namespace`: a text as it is. */
const PATH = /^[\w\s.'"-]*$/;

/**
 * Whether a policy may read a part of a text, or where it stands: `name.split('-')[1] == 'a'`. One that does not can tell texts
 * only by what they are, what they begin or end with, what they contain, and by patterns.
 */
export function areTextsCut({ value }: Field): boolean {
  return isCutIn(value, '');
}

function isCutIn(value: unknown, key: string): boolean {
  if (Array.isArray(value)) return value.some((item) => isCutIn(item, key));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).some(([name, item]) => isCutIn(name, '') || isCutIn(item, name));
  if (typeof value !== 'string') return false;
  if (key === 'jmesPath') return !PATH.test(value);
  if (/expression$/i.test(key)) return callsIn(value).some((called) => !CUTTING_NOTHING.has(called));
  // Variables of Kyverno may stand within each other: whatever is not before the first of them or behind the last counts.
  return value
    .split(/\{\{|\}\}/)
    .slice(1, -1)
    .some((part) => !PATH.test(part));
}

const callsIn = (expression: string): readonly string[] =>
  [...expression.matchAll(/(\w+)\s*\(/g)].map(([, called = '']) => called);
