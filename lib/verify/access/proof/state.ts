import { bothLanguages, exampleOf, noneOf, oneOf, type Language } from '../../glob/language';
import { resourceGlob, type Glob } from '../../glob/glob';
import type { Missing } from '../missing';
import { statementName, type Condition, type Statement } from '../policy/policy';
import { resolve } from '../policy/variables';
import { organizationsIn } from '../organization-keys';
import { needed } from './condition-requirement';
import type { RequestSpace } from './request-space';
import { bothRequirements, PRESENT, satisfying, type KeyRequirement } from './requirement';
import { EITHER, overTransport, TLS } from './transport';

/** A set of requests with one action that is not empty: ARNs, what keys must be like, and what was taken for possible. */
export interface State {
  readonly resource: Language;
  readonly keys: ReadonlyMap<string, KeyRequirement>;
  /** What is not known here and could make the set empty after all. */
  readonly assumed: readonly Missing[];
}

/** The part of a set for which a statement holds; undefined if there is none. */
export function holding(state: State, statement: Statement, space: RequestSpace): State | undefined {
  const { resources, conditions, variables } = statement;
  let next: State | undefined = state;
  if (resources !== undefined) {
    const { certain, loose, uncertain } = patternsOf(resources.patterns, variables, space);
    const language = resources.negated ? noneOf(certain) : oneOf(loose);
    next = withResource(next, language, uncertain ? [doubt(statement)] : []);
  }
  for (const condition of conditions) {
    if (next === undefined) return undefined;
    next = withCondition(next, condition, variables, space, true);
  }
  return next;
}

/**
 * Parts of a set for which a statement does not hold, one for each thing that it asks for. Together they are all of
 * that part; they may overlap.
 */
export function* violating(state: State, statement: Statement, space: RequestSpace): Generator<State> {
  const { resources, conditions, variables } = statement;
  const ways: State[] = [];
  for (const condition of conditions) {
    const next = withCondition(state, condition, variables, space, false);
    if (next === undefined) continue;
    // It never holds for this role: one way past it is enough.
    if (next.keys === state.keys && next.assumed.length === state.assumed.length) {
      yield state;
      return;
    }
    ways.push(next);
  }
  if (resources !== undefined) {
    const { certain, loose, absent, uncertain } = patternsOf(resources.patterns, variables, space);
    const assumed = uncertain ? [doubt(statement)] : [];
    const next = resources.negated
      ? loose.length === 0
        ? undefined
        : withResource(state, oneOf(loose), assumed)
      : withResource(state, noneOf(certain), assumed);
    if (next !== undefined) yield next;
    // What a deny for everything but the prefix of an absent tag means, AWS does not say: it proves nothing.
    if (resources.negated && absent) yield { ...state, assumed: [...state.assumed, doubt(statement)] };
  }
  yield* ways;
}

function doubt(statement: Statement): Missing {
  return { kind: 'variables', statement: statementName(statement) };
}

function withResource(state: State, language: Language, assumed: readonly Missing[]): State | undefined {
  const resource = bothLanguages(state.resource, language);
  if (exampleOf(resource) === undefined) return undefined;
  return { ...state, resource, assumed: [...state.assumed, ...assumed] };
}

function withCondition(
  state: State,
  condition: Condition,
  variables: boolean,
  space: RequestSpace,
  holds: boolean,
): State | undefined {
  const { requirement, uncertain } = needed(condition, variables, space, holds);
  if (requirement === 'never') return undefined;
  const organizations = organizationsIn(condition);
  const value: Missing =
    organizations === undefined || condition.operator === 'Null'
      ? { kind: 'value', key: condition.shownKey }
      : { kind: 'organization', organizations, key: condition.shownKey };
  const assumed = uncertain ? [...state.assumed, value] : state.assumed;
  if (requirement === 'always') return uncertain ? { ...state, assumed } : state;
  const earlier = state.keys.get(condition.key) ?? sent(condition.key, space);
  const combined = earlier === undefined ? requirement : bothRequirements(earlier, requirement);
  if (satisfying(combined) === undefined) return undefined;
  const keys = new Map(state.keys).set(condition.key, combined);
  return overTransport(keys) === undefined ? undefined : { ...state, keys, assumed };
}

/** What is known of a key before any condition asks for it. */
function sent(key: string, space: RequestSpace): KeyRequirement | undefined {
  if (key === TLS) return EITHER;
  return space.carries(key) ? PRESENT : undefined;
}

/** Patterns of a statement: those that are sure, and all of them with `*` for what is not known. */
function patternsOf(
  patterns: readonly string[],
  variables: boolean,
  space: RequestSpace,
): {
  readonly certain: readonly Glob[];
  readonly loose: readonly Glob[];
  readonly absent: boolean;
  readonly uncertain: boolean;
} {
  const resolved = patterns.map((pattern) => resolve(pattern, { variables }, (key) => space.single(key)));
  const matching = resolved.filter(({ absent }) => absent.length === 0);
  return {
    certain: matching.filter(({ unknown }) => unknown.length === 0).map((item) => resourceGlob(item.glob)),
    loose: matching.map((item) => resourceGlob(item.glob)),
    absent: matching.length < resolved.length,
    uncertain: matching.some(({ unknown }) => unknown.length > 0),
  };
}
