import { byCodeUnits } from '../model/code-unit-order';

const ZERO = 48;
const NINE = 57;

/**
 * The order in which readers look for a name: numbers by their value, so that `alpha-2` stands before `alpha-10`, and all
 * else by code units, so that the order is the same everywhere. Texts that differ only in leading zeros keep an order.
 */
export function byNaturalOrder(a: string, b: string): number {
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    const [left, right] = [a.charCodeAt(i), b.charCodeAt(j)];
    if (isDigit(left) && isDigit(right)) {
      const [startA, startB] = [afterZeros(a, i), afterZeros(b, j)];
      [i, j] = [afterDigits(a, startA), afterDigits(b, startB)];
      // Of numbers without leading zeros the longer one is greater, and of equal length the texts decide.
      const difference = i - startA - (j - startB) || byCodeUnits(a.slice(startA, i), b.slice(startB, j));
      if (difference !== 0) return difference;
    } else if (left !== right) return left - right;
    else [i, j] = [i + 1, j + 1];
  }
  return a.length - i - (b.length - j) || byCodeUnits(a, b);
}

const isDigit = (code: number): boolean => code >= ZERO && code <= NINE;

function afterZeros(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === ZERO) at++;
  return at;
}

function afterDigits(text: string, from: number): number {
  let at = from;
  while (isDigit(text.charCodeAt(at))) at++;
  return at;
}
