import { isDeepStrictEqual } from 'node:util';
import { quantityOf } from '../../workload/quantity';
import { isRecord, ownValue } from '../../record';
import { isLike } from './wildcards';
import { goDurationOf } from './go-duration';
import { NotEvaluated } from './not-evaluated';
import { isRange, numberOf, valueFits } from './pattern-value';

/** Whether a key and a value of a condition are as its operator says. */
type Operator = (key: unknown, value: unknown) => boolean;

/** Operators of conditions, in small letters (kyverno/kyverno, pkg/engine/variables/operator). */
const OPERATORS: Readonly<Record<string, Operator>> = {
  equal: equals,
  equals,
  notequal: differs,
  notequals: differs,
  anyin: within((keys, isIn) => keys.some(isIn)),
  allin: within((keys, isIn) => keys.every(isIn), false),
  anynotin: within((keys, _, isOut) => keys.some(isOut)),
  allnotin: within((keys, isIn) => !keys.some(isIn), false),
  in: exactly((areIn) => areIn),
  notin: exactly((areIn) => !areIn),
  greaterthan: ordered((order) => order > 0),
  greaterthanorequals: ordered((order) => order >= 0),
  lessthan: ordered((order) => order < 0),
  lessthanorequals: ordered((order) => order <= 0),
};

/** @throws NotEvaluated for an operator that is not evaluated here, and for numbers that Go would write otherwise */
export function isAsSaid(key: unknown, operator: string, value: unknown): boolean {
  const known = ownValue(OPERATORS, operator.toLowerCase());
  if (known === undefined) throw new NotEvaluated(`the operator ${operator}`);
  return known(key, value);
}

/** Nothing equals null, and nothing differs from it either. */
function equals(key: unknown, value: unknown): boolean {
  return sameness(key, value) === true;
}

function differs(key: unknown, value: unknown): boolean {
  return sameness(key, value) === false;
}

/** Undefined where the key is of a type that is never compared. */
function sameness(key: unknown, value: unknown): boolean | undefined {
  switch (typeof key) {
    case 'boolean':
      return key === value;
    case 'number':
      return typeof value === 'string' ? isNumber(value, key) : key === value;
    case 'string':
      return textSameness(key, value);
    default:
      if (key === null || key === undefined) return undefined;
      if (Array.isArray(key) !== Array.isArray(value) || isRecord(key) !== isRecord(value)) return false;
      if (JSON.stringify([key, value]).search(/\d/) >= 0) throw new NotEvaluated('numbers in lists');
      return isDeepStrictEqual(key, value);
  }
}

function isNumber(text: string, key: number): boolean {
  const number = numberOf(text);
  if (number !== undefined && !/^[+-]?\d+$/.test(text)) throw new NotEvaluated('a fraction beside a number');
  return number === key;
}

function textSameness(key: string, value: unknown): boolean {
  const durations = durationsOf(key, value);
  if (durations !== undefined) return durations[0] === durations[1];
  if (typeof value !== 'string') return false;
  const quantity = quantityOf(key);
  return quantity === undefined ? isLike(value, key) : quantityOf(value) === quantity;
}

/** Both as seconds, where one is a duration and the other one too, or a number of seconds. */
function durationsOf(key: unknown, value: unknown): readonly [number, number] | undefined {
  const [a, b] = [key, value].map((one) => (typeof one === 'string' && one !== '0' ? goDurationOf(one) : undefined));
  if (a === undefined && b === undefined) return undefined;
  const whole = (one: unknown): number | undefined => (typeof one === 'number' ? Math.trunc(one) : undefined);
  const [left, right] = [a ?? whole(key), b ?? whole(value)];
  return left === undefined || right === undefined ? undefined : [left, right];
}

type IsIn = (key: string) => boolean;
type Said = (keys: readonly string[], isIn: IsIn, isOut: IsIn) => boolean;

/**
 * Whether keys are among the values: wildcards of either count. A value that is a text is a range, a list in JSON, or the
 * one value.
 *
 * @param takesOne whether a list of keys is compared with a single number or truth. @default true
 */
function within(said: Said, takesOne = true): Operator {
  const among = (keys: readonly string[], isIn: IsIn, isOut: IsIn = (key) => !isIn(key)): boolean =>
    said(keys, isIn, isOut);
  return (key, value) => {
    if (Array.isArray(key)) {
      const keys = key.map(shown);
      if (keys.length === 1 && keys[0] === value) return among(keys, () => true);
      if (isRangeText(value)) {
        const outside = value.replace('-', '!-');
        return among(keys, inRange(value), inRange(outside));
      }
      const values = takesOne && isScalar(value) && typeof value !== 'string' ? [shown(value)] : valuesOf(value);
      return values !== undefined && among(keys, (one) => values.some((other) => areAlike(one, other)));
    }
    if (!isScalar(key)) return false;
    const one = shown(key);
    if (typeof value === 'string' && isLike(value, one)) return among([one], () => true);
    if (isRangeText(value)) return among([one], inRange(value));
    const values = valuesOf(value);
    const isSame =
      typeof value === 'string' ? (other: string) => one === other : (other: string) => areAlike(one, other);
    return values !== undefined && among([one], () => values.some(isSame));
  };
}

const isRangeText = (value: unknown): value is string => typeof value === 'string' && isRange(value);
const inRange =
  (range: string): IsIn =>
  (key) =>
    valueFits(key, range);
/** The older operators: keys of a list are compared letter by letter, and a text that is no list in JSON is no value. */
function exactly(holds: (areIn: boolean) => boolean): Operator {
  return (key, value) => {
    if (Array.isArray(key)) {
      if (!key.every((one) => typeof one === 'string')) throw new NotEvaluated('a list of other than texts');
      if (key.length === 1 && key[0] === value) return true;
      const values = Array.isArray(value) ? value : typeof value === 'string' ? listIn(value) : undefined;
      if (values?.every((one) => typeof one === 'string') !== true) return false;
      return holds(key.every((one) => values.includes(one)));
    }
    if (!isScalar(key)) return false;
    const one = shown(key);
    if (Array.isArray(value)) return holds(value.map(shown).some((other) => areAlike(one, other)));
    if (typeof value !== 'string') return false;
    const values = isLike(value, one) ? [one] : listIn(value);
    return values !== undefined && holds(values.includes(one));
  };
}

const areAlike = (a: string, b: string): boolean => isLike(a, b) || isLike(b, a);

function valuesOf(value: unknown): readonly string[] | undefined {
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== 'string') return undefined;
  return isJson(value) ? listIn(value) : [value];
}

/** The list of texts that a text is in JSON; undefined if it is none. */
function listIn(text: string): readonly string[] | undefined {
  if (!isJson(text)) return undefined;
  const list: unknown = JSON.parse(text);
  if (list === null) return [];
  return Array.isArray(list) && list.every((item) => typeof item === 'string') ? list : undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const isScalar = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** As Go prints it. */
function shown(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'boolean') return String(value);
  if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 1e6) return String(value);
  throw new NotEvaluated('what Go prints in a way of its own');
}

function ordered(holds: (order: number) => boolean): Operator {
  return (key, value) => {
    const order = orderOf(key, value);
    return order !== undefined && holds(order);
  };
}

function orderOf(key: unknown, value: unknown): number | undefined {
  const durations = durationsOf(key, value);
  if (durations !== undefined) return durations[0] - durations[1];
  if (typeof key === 'string' && typeof value === 'string') {
    const [a, b] = [quantityOf(key), quantityOf(value)];
    if (a !== undefined && b !== undefined) return a - b;
  }
  if (typeof key === 'string' && /^\d+\.\d+\.\d+/.test(key)) throw new NotEvaluated('versions');
  const [left, right] = [numeric(key), numeric(value)];
  return left === undefined || right === undefined ? undefined : left - right;
}

function numeric(value: unknown): number | undefined {
  return typeof value === 'number' ? value : typeof value === 'string' ? numberOf(value) : undefined;
}
