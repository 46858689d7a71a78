import {
  conditionHolds,
  isNegated,
  resolvePattern,
  valueKind,
  testComparison,
  comparisonBorder,
} from '../policy/condition';
import type { Condition } from '../policy/policy';
import { noneOf, oneOf } from '../../glob/language';
import type { RequestSpace } from './request-space';
import { isSingleValued } from './single-valued';
import { ABSENT, ANY_VALUE, PRESENT, type KeyComparison, type KeyRequirement } from './requirement';

/**
 * What it takes that a condition holds, or that it does not.
 *
 * `always` and `never` if no choice of the sender matters. `uncertain` is set where a value that is not known here
 * decides; the requirement is then the weaker one, so that nothing is proved by what nobody knows.
 */
export interface Needed {
  readonly requirement: KeyRequirement | 'always' | 'never';
  readonly uncertain: boolean;
}

export function needed(condition: Condition, variables: boolean, space: RequestSpace, holds: boolean): Needed {
  const state = space.get(condition.key);
  if (state === 'unknown') return { requirement: 'always', uncertain: true };
  if (state !== 'free') {
    const answer = conditionHolds(condition, variables, space.context);
    // A variable whose value the sender chooses.
    if (answer === 'maybe' || mentionsFree(condition, variables, space))
      return { requirement: 'always', uncertain: true };
    return { requirement: (answer === 'yes') === holds ? 'always' : 'never', uncertain: false };
  }
  if (condition.operator === 'Null') return { requirement: nullRequirement(condition, holds), uncertain: false };
  return withValues(condition, variables, space, holds);
}

function mentionsFree({ values }: Condition, variables: boolean, space: RequestSpace): boolean {
  if (!variables) return false;
  return values.some((value) =>
    // `${*}`, `${?}` and `${$}` are the characters themselves.
    [...value.matchAll(/\$\{(?![*?$]\})([^},]+)/g)].some(
      ([, key]) => space.single((key as string).trim()) === 'unknown',
    ),
  );
}

function nullRequirement({ values }: Condition, holds: boolean): KeyRequirement | 'always' | 'never' {
  const wanted = new Set(values.map((value) => value.toLowerCase() === 'true'));
  if (wanted.size !== 1) return holds ? 'always' : 'never';
  return wanted.has(true) === holds ? ABSENT : PRESENT;
}

function withValues(condition: Condition, variables: boolean, space: RequestSpace, holds: boolean): Needed {
  const negated = isNegated(condition.operator);
  // Whether the values of the request must be among those of the condition, in the end.
  const amongThem = negated !== holds;
  const absent = absentHolds(condition, negated) === holds;
  // One value has to be so, and others beside it need not.
  const isOfSome = condition.qualifier === (holds ? 'ForAnyValue' : 'ForAllValues') && !isSingleValued(condition.key);
  if (valueKind(condition.operator) !== 'text') {
    if (isOfSome) return { requirement: { ...ANY_VALUE, absent }, uncertain: true };
    return { requirement: { ...ANY_VALUE, absent, comparisons: [comparison(condition, amongThem)] }, uncertain: false };
  }
  const resolved = condition.values.map((value) => resolvePattern(condition.operator, value, variables, space));
  const certain = resolved.filter((pattern) => pattern.absent.length === 0 && pattern.unknown.length === 0);
  const usable = amongThem ? resolved.filter((pattern) => pattern.absent.length === 0) : certain;
  const globs = usable.map(({ glob }) => glob);
  const language = amongThem ? oneOf(globs) : noneOf(globs);
  return {
    requirement: { ...ANY_VALUE, absent, ...(isOfSome ? { some: [language] } : { text: language }) },
    uncertain: resolved.some(({ unknown }) => unknown.length > 0),
  };
}

/** The one key that numbers and dates may both be compared with: in seconds, and in milliseconds. */
const EPOCH_TIME = 'aws:epochtime';

function comparison({ key, operator, values }: Condition, holds: boolean): KeyComparison {
  const kind = valueKind(operator) as KeyComparison['kind'];
  const scale = key === EPOCH_TIME && kind === 'number' ? 1000 : 1;
  return {
    kind: key === EPOCH_TIME ? 'seconds' : kind,
    values,
    holds,
    test: (value) => values.some((wanted) => testComparison(operator, value / scale, wanted)),
    borders: values.map((wanted) => comparisonBorder(operator, wanted) * scale),
  };
}

/** Whether a condition holds for a request without the key. */
function absentHolds({ qualifier, ifExists }: Condition, negated: boolean): boolean {
  if (ifExists || qualifier === 'ForAllValues') return true;
  return negated && qualifier === undefined;
}
