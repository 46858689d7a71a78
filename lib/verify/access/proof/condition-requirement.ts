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
  // Several values at once can be more than one: of those that there must be, one is not enough to reason with.
  if (condition.qualifier === 'ForAnyValue' && holds) return { requirement: PRESENT, uncertain: true };
  if (condition.operator === 'Null') return { requirement: nullRequirement(condition, holds), uncertain: false };
  return withValues(condition, variables, space, holds);
}

function mentionsFree({ values }: Condition, variables: boolean, space: RequestSpace): boolean {
  if (!variables) return false;
  return values.some((value) =>
    [...value.matchAll(/\$\{([^},]+)/g)].some(([, key]) => space.single((key as string).trim()) === 'unknown'),
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
  const kind = valueKind(condition.operator);
  if (kind !== 'text') {
    const comparison: KeyComparison = {
      kind,
      values: condition.values,
      holds: amongThem,
      test: (value) => condition.values.some((wanted) => testComparison(condition.operator, value, wanted)),
      borders: condition.values.map((wanted) => comparisonBorder(condition.operator, wanted)),
    };
    return { requirement: { ...ANY_VALUE, absent, comparisons: [comparison] }, uncertain: false };
  }
  const resolved = condition.values.map((value) => resolvePattern(condition.operator, value, variables, space));
  const certain = resolved.filter((pattern) => pattern.absent.length === 0 && pattern.unknown.length === 0);
  const usable = amongThem ? resolved.filter((pattern) => pattern.absent.length === 0) : certain;
  const globs = usable.map(({ glob }) => glob);
  return {
    requirement: { ...ANY_VALUE, absent, text: amongThem ? oneOf(globs) : noneOf(globs) },
    uncertain: resolved.some(({ unknown }) => unknown.length > 0),
  };
}

/** Whether a condition holds for a request without the key. */
function absentHolds({ qualifier, ifExists }: Condition, negated: boolean): boolean {
  if (ifExists || qualifier === 'ForAllValues') return true;
  return negated && qualifier === undefined;
}
