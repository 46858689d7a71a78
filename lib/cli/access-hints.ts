import { suggestion } from '../model/fault/fault';
import { decidingKeys } from '../verify/access/deciding-keys';
import { decide, type Decision } from '../verify/access/decision';
import type { AccessFacts, Role } from '../verify/access/facts/role';
import { policiesOf } from '../verify/access/layers';
import {
  ADMINISTRATOR_ACTIONS,
  ESCALATING,
  FENCE_ACTIONS,
  KEY_ACTIONS,
  ROLE_ACTIONS,
  VERSION_ACTIONS,
} from '../verify/access/proof/escalation';
import type { Request } from '../verify/access/request';
import { FENCED_ACTIONS, OBJECT_ACTIONS } from '../verify/access/s3-actions';

const KNOWN_ACTIONS: readonly string[] = [
  ...new Set([
    ...OBJECT_ACTIONS,
    ...FENCED_ACTIONS,
    ...FENCE_ACTIONS,
    ...KEY_ACTIONS,
    ...ADMINISTRATOR_ACTIONS,
    ...ROLE_ACTIONS,
    ...VERSION_ACTIONS,
  ]),
];

/** Says of an action that is not allowed that nothing names it: the answer to a misspelt one reads like any other. */
export function actionHint(
  facts: AccessFacts,
  role: Role,
  request: Request,
  { outcome }: Decision,
): string | undefined {
  if (outcome === 'allowed') return undefined;
  const { action } = request;
  const named = policiesOf(facts, role, request)
    .flatMap(({ statements }) => statements.flatMap(({ actions }) => actions.patterns))
    .filter((pattern) => !/[*?]/.test(pattern));
  const known = [...new Set([...named, ...KNOWN_ACTIONS])];
  const isKnown = known.some((name) => name.toLowerCase() === action.toLowerCase());
  if (isKnown || ESCALATING.has(action.toLowerCase())) return undefined;
  const meant = suggestion(action, known, '');
  return `no policy that bears on this request names ${action}${meant === '' ? '' : `; ${meant}`}`;
}

/** Rounds in which further keys are looked for; each takes the values of the round before from the policies. */
const MOST_ROUNDS = 5;

/**
 * What to give with a request whose answer hangs on keys that it lacks or whose values nobody knows: all of them at once,
 * those among them that count only once the others have the values that policies ask for.
 */
export function contextHint(facts: AccessFacts, role: Role, request: Request): readonly string[] {
  const compared = new Map<string, readonly string[]>();
  let { context } = request;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const found = lackingKeys(facts, role, { ...request, context }).filter((key) => !compared.has(key));
    if (found.length === 0) break;
    for (const key of found) compared.set(key, comparedWith(facts, role, request, key));
    context = context.with(found.map((key) => [key, compared.get(key)?.[0] ?? '']));
  }
  if (compared.size === 0) return [];
  const given = [...compared.keys()].map((key) => `${key}=...`).join(' ');
  return [
    `the answer hangs on what this request does not carry: give --context ${given}`,
    ...[...compared].flatMap(([key, values]) =>
      values.length === 0 ? [] : `  policies compare ${key} with ${values.join(', ')}`,
    ),
  ];
}

/** Keys that decide by their absence, and keys of unknown values in statements that may apply. */
function lackingKeys(facts: AccessFacts, role: Role, request: Request): readonly string[] {
  const decision = decide(facts, role, request);
  const absent = decidingKeys(facts, role, request, decision);
  if (absent.length === 0 && decision.outcome !== 'unknown') return [];
  const unknown = decision.applied
    .filter(({ match }) => match === 'maybe')
    .flatMap(({ statement }) => statement.conditions)
    .filter(({ key }) => request.context.get(key) === 'unknown')
    .map(({ shownKey }) => shownKey);
  return [...new Set([...absent, ...unknown])];
}

function comparedWith(facts: AccessFacts, role: Role, request: Request, shownKey: string): readonly string[] {
  const conditions = policiesOf(facts, role, request).flatMap(({ statements }) =>
    statements.flatMap((statement) => statement.conditions),
  );
  const about = conditions.filter(({ key, operator }) => key === shownKey.toLowerCase() && operator !== 'Null');
  return [...new Set(about.flatMap(({ values }) => values))];
}
