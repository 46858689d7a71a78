import { addressBlock, contains, oneAddress } from '../../reachability/addresses';
import { and, not, or, type Match } from '../../match';
import { arnGlob, globMatches } from '../../glob/glob';
import type { Context } from '../request';
import { instant } from './instant';
import type { Condition } from './policy';
import { resolve } from './variables';

/** Whether a condition holds for a request. */
export function conditionHolds(condition: Condition, variables: boolean, context: Context): Match {
  const given = context.get(condition.key);
  if (condition.operator === 'Null') return nullHolds(condition, context.has(condition.key));
  if (given === 'unknown') return 'maybe';
  const negated = isNegated(condition.operator);
  if (given === 'absent') {
    if (condition.ifExists || condition.qualifier === 'ForAllValues') return 'yes';
    return negated && condition.qualifier === undefined ? 'yes' : 'no';
  }
  const each = given.map((value) => valueMatches(condition, value, variables, context));
  const satisfied = negated ? each.map(not) : each;
  switch (condition.qualifier) {
    case 'ForAllValues':
      return all(satisfied);
    case 'ForAnyValue':
      return any(satisfied);
    case undefined: {
      // What an operator for one value makes of several, AWS does not say.
      const match = negated ? all(satisfied) : any(satisfied);
      return given.length > 1 && new Set(satisfied).size > 1 ? 'maybe' : match;
    }
  }
}

/** Whether an operator says what must not be. */
export function isNegated(operator: string): boolean {
  return operator.includes('Not');
}

function nullHolds({ values }: Condition, isThere: Match): Match {
  if (isThere === 'maybe') return 'maybe';
  return values.some((value) => (value.toLowerCase() === 'true') === (isThere === 'no')) ? 'yes' : 'no';
}

/** Whether a value of the request equals one of the condition's, by the operator without its negation. */
function valueMatches(condition: Condition, value: string, variables: boolean, context: Context): Match {
  return any(condition.values.map((wanted) => oneMatches(condition.operator, wanted, value, variables, context)));
}

function oneMatches(operator: string, wanted: string, value: string, variables: boolean, context: Context): Match {
  const kind = valueKind(operator);
  switch (kind) {
    case 'text': {
      const pattern = resolvePattern(operator, wanted, variables, context);
      if (pattern.absent.length > 0) return 'no';
      const matched = globMatches(pattern.glob, value);
      return pattern.unknown.length > 0 && matched ? 'maybe' : matched ? 'yes' : 'no';
    }
    case 'number':
    case 'date':
      return testComparison(operator, comparisonBorder(operator, value), wanted) ? 'yes' : 'no';
    case 'address': {
      const block = addressBlock(wanted) ?? oneAddress(wanted);
      const address = oneAddress(value);
      return block !== undefined && address !== undefined && contains(block, address) ? 'yes' : 'no';
    }
  }
}

/** What an operator compares. */
export function valueKind(operator: string): 'text' | 'number' | 'date' | 'address' {
  if (operator.startsWith('Numeric')) return 'number';
  if (operator.startsWith('Date')) return 'date';
  return operator.endsWith('IpAddress') ? 'address' : 'text';
}

/** The pattern that a text operator compares with. */
export function resolvePattern(
  operator: string,
  wanted: string,
  variables: boolean,
  context: Pick<Context, 'single'>,
): ReturnType<typeof resolve> {
  const isArn = operator.startsWith('Arn');
  const wildcards = isArn || operator.endsWith('Like');
  const ignoreCase = operator.endsWith('IgnoreCase') || operator === 'Bool';
  const resolved = resolve(wanted, { variables, wildcards, ignoreCase }, (key) => context.single(key));
  return isArn ? { ...resolved, glob: arnGlob(resolved.glob) } : resolved;
}

/** A number or date as a number: dates in milliseconds since 1970. */
export function comparisonBorder(operator: string, text: string): number {
  return valueKind(operator) === 'date' ? instant(text) : Number(text);
}

/** Whether a number or date satisfies an operator, its negation left out. */
export function testComparison(operator: string, value: number, wantedText: string): boolean {
  const wanted = comparisonBorder(operator, wantedText);
  if (Number.isNaN(value) || Number.isNaN(wanted)) return false;
  return operator.endsWith('LessThanEquals')
    ? value <= wanted
    : operator.endsWith('LessThan')
      ? value < wanted
      : operator.endsWith('GreaterThanEquals')
        ? value >= wanted
        : operator.endsWith('GreaterThan')
          ? value > wanted
          : value === wanted;
}

const any = (matches: readonly Match[]): Match => matches.reduce(or, 'no');
const all = (matches: readonly Match[]): Match => matches.reduce(and, 'yes');
