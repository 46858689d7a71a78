import { quantityOf } from '../../workload/quantity';
import { goDurationOf } from './go-duration';
import { NotEvaluated } from './not-evaluated';
import { isLike } from './wildcards';

type Operator = '' | '>=' | '<=' | '>' | '<' | '!';

const SIGNED: readonly Operator[] = ['>=', '<=', '>', '<', '!'];
const NUMBER = String.raw`([-|+]?\d+(?:\.\d+)?[A-Za-z]*)`;
const RANGE = new RegExp(`^${NUMBER}-${NUMBER}$`);
const OUTSIDE_RANGE = new RegExp(`^${NUMBER}!-${NUMBER}$`);

/**
 * Whether a value is as a value of a pattern says: equal, like it, or what its operators ask for
 * (https://kyverno.io/docs/policy-types/cluster-policy/validate/#operators).
 *
 * @throws NotEvaluated where numbers are written in a way that is not read here
 */
export function valueFits(value: unknown, pattern: string | number | boolean | null): boolean {
  switch (typeof pattern) {
    case 'boolean':
      return value === pattern;
    case 'number':
      return typeof value === 'string' ? numberOf(value) === pattern : value === pattern;
    case 'string':
      return value === pattern || pattern.split('|').some((part) => allFit(value, part));
    default:
      // `null` asks for the zero of whatever type it is.
      return value === null || value === undefined || value === 0 || value === '' || value === false;
  }
}

const allFit = (value: unknown, pattern: string): boolean =>
  pattern.split('&').every((part) => textFits(value, part.replace(/^ +| +$/g, '')));

function textFits(value: unknown, pattern: string): boolean {
  const sign = pattern.length < 2 ? undefined : SIGNED.find((operator) => pattern.startsWith(operator));
  if (sign !== undefined) return isSo(value, sign, pattern.slice(sign.length).trim());
  const [, below, above] = OUTSIDE_RANGE.exec(pattern) ?? [];
  if (below !== undefined && above !== undefined) return isSo(value, '<', below) || isSo(value, '>', above);
  const [, from, to] = RANGE.exec(pattern) ?? [];
  if (from !== undefined && to !== undefined) return isSo(value, '>=', from) && isSo(value, '<=', to);
  return isSo(value, '', pattern.trim());
}

/** `1-10`: both ends belong to it. */
export function isRange(pattern: string): boolean {
  return RANGE.test(pattern);
}

/** Durations are compared as such, then quantities; whatever is neither is compared as a text. */
function isSo(value: unknown, operator: Operator, pattern: string): boolean {
  const number = numericText(value);
  if (number !== undefined) {
    const order = orderOf(number, pattern, goDurationOf) ?? orderOf(number, pattern, quantityOf);
    if (order !== undefined) return holds(order, operator);
  }
  if (operator !== '' && operator !== '!') return false;
  const text = plainText(value);
  return text !== undefined && isLike(pattern, text) === (operator === '');
}

function orderOf(value: string, pattern: string, read: (text: string) => number | undefined): number | undefined {
  const wanted = read(pattern);
  const given = wanted === undefined ? undefined : read(value);
  return wanted === undefined || given === undefined ? undefined : Math.sign(given - wanted);
}

function holds(order: number, operator: Operator): boolean {
  switch (operator) {
    case '':
      return order === 0;
    case '!':
      return order !== 0;
    case '>':
      return order > 0;
    case '<':
      return order < 0;
    case '>=':
      return order >= 0;
    case '<=':
      return order <= 0;
  }
}

/** What stands for a number where durations and quantities are compared: what is absent counts as 0. */
function numericText(value: unknown): string | undefined {
  if (value === null || value === undefined) return '0';
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : value.toFixed(6);
  return typeof value === 'string' ? value : undefined;
}

/** A value as a text; undefined for what has none, such as a list. */
function plainText(value: unknown): string | undefined {
  if (typeof value === 'number' && !Number.isInteger(value)) throw new NotEvaluated('a fraction as a text');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

/** A number that stands in a text; undefined for a text that holds none. */
export function numberOf(text: string): number | undefined {
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return Number(text);
  // Go reads these as numbers too: `0x1p-2`, `1_000`, `inf`, `NaN`.
  if (/^[+-]?(?:0[xX][\da-fA-F_.]+|\d[\d_.]*_[\d_.]*|inf|infinity|nan)/i.test(text))
    throw new NotEvaluated('numbers as only Go writes them');
  return undefined;
}
