import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../../record';
import { meansTheSameToGo } from '../go-expression';
import { NotEvaluated } from './not-evaluated';

type Call = (...args: readonly unknown[]) => unknown;

/** Arguments that a function takes; others are an error of the rule. */
const strings = (args: readonly unknown[]): args is readonly string[] => args.every((arg) => typeof arg === 'string');

/** The functions that are evaluated here (https://jmespath.org/specification.html#built-in-functions). */
const FUNCTIONS: Readonly<Record<string, Call>> = {
  length: (of) => {
    if (typeof of === 'string') return [...of].length;
    if (Array.isArray(of)) return of.length;
    return isRecord(of) ? Object.keys(of).length : unfit('length');
  },
  contains: (within, wanted) => {
    if (typeof within === 'string') return typeof wanted === 'string' ? within.includes(wanted) : unfit('contains');
    if (!Array.isArray(within) || typeof wanted === 'number') return unfit('contains');
    return within.some((item) => isDeepStrictEqual(item, wanted));
  },
  starts_with: (...args) => (strings(args) ? (args[0] ?? '').startsWith(args[1] ?? '') : unfit('starts_with')),
  ends_with: (...args) => (strings(args) ? (args[0] ?? '').endsWith(args[1] ?? '') : unfit('ends_with')),
  to_lower: (...args) => (strings(args) ? args[0]?.toLowerCase() : unfit('to_lower')),
  to_upper: (...args) => (strings(args) ? args[0]?.toUpperCase() : unfit('to_upper')),
  regex_match: (pattern, text) =>
    strings([pattern, text]) && (text as string).length <= 1000
      ? regularExpression(pattern as string).test(text as string)
      : unfit('regex_match'),
  to_string: (of) => (typeof of === 'string' || typeof of === 'boolean' ? String(of) : unfit('to_string')),
  join: (by, list) => (typeof by === 'string' && Array.isArray(list) && strings(list) ? list.join(by) : unfit('join')),
  sort: (list) => (Array.isArray(list) && strings(list) ? [...list].sort() : unfit('sort')),
  not_null: (...args) => args.find((arg) => arg !== null) ?? null,
  // In Go the keys of a map come in no order.
  keys: (of) => (isRecord(of) ? Object.keys(of).sort() : unfit('keys')),
};

/** @throws NotEvaluated for a function that is not evaluated here, and for arguments that it does not take */
export function callFunction(name: string, args: readonly unknown[]): unknown {
  if (!Object.hasOwn(FUNCTIONS, name)) throw new NotEvaluated(`${name}()`);
  return (FUNCTIONS[name] as Call)(...args);
}

/** Go's engine needs the same time for each character; this one does not, so groups are not repeated, and little else is. */
function regularExpression(pattern: string): RegExp {
  const repeats = pattern.match(/(?<!\\)[*+{]/g)?.length ?? 0;
  if (!meansTheSameToGo(pattern) || repeats > 3 || /\)[*+{]/.test(pattern))
    throw new NotEvaluated(`the expression ${pattern}`);
  try {
    return new RegExp(pattern);
  } catch {
    throw new NotEvaluated(`the expression ${pattern}`);
  }
}

function unfit(name: string): never {
  throw new NotEvaluated(`what ${name}() is given`);
}
