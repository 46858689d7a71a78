import { and, or, type Match } from '../../match';
import { glob, globMatches, resourceGlob } from '../../glob/glob';
import type { Context, Request } from '../request';
import { conditionHolds } from './condition';
import type { Patterns, Statement } from './policy';
import { resolve } from './variables';

/** Whether a statement applies to a request, its principals left out. */
export function statementMatches(statement: Statement, { action, resource, context }: Request): Match {
  if (!actionMatches(statement.actions, action)) return 'no';
  let match: Match =
    statement.resources === undefined ? 'yes' : resourceMatches(statement, statement.resources, resource, context);
  for (const condition of statement.conditions) {
    if (match === 'no') return 'no';
    match = and(match, conditionHolds(condition, statement.variables, context));
  }
  return match;
}

/** Names of actions are compared regardless of case; `*` and `?` may stand anywhere after the service. */
export function actionMatches({ patterns, negated }: Patterns, action: string): boolean {
  const asked = action.toLowerCase();
  return patterns.some((pattern) => nameMatches(pattern.toLowerCase(), asked)) !== negated;
}

/** Nearly all patterns are a name, or the start of one with a star: those need no search. */
function nameMatches(pattern: string, name: string): boolean {
  const wildcard = pattern.search(/[*?]/);
  if (wildcard === -1) return pattern === name;
  if (!name.startsWith(pattern.slice(0, wildcard))) return false;
  return (wildcard === pattern.length - 1 && pattern.endsWith('*')) || globMatches(glob(pattern), name);
}

function resourceMatches(
  { variables, effect }: Statement,
  { patterns, negated }: Patterns,
  resource: string,
  context: Context,
): Match {
  let result: Match = 'no';
  for (const pattern of patterns) {
    const resolved = resolve(pattern, { variables }, (key) => context.single(key));
    if (resolved.absent.length > 0) {
      // The pattern matches nothing. What "everything but nothing" means for a deny, AWS does not say.
      if (negated && effect === 'Deny') result = or(result, 'maybe');
      continue;
    }
    if (!globMatches(resourceGlob(resolved.glob), resource)) continue;
    result = or(result, resolved.unknown.length > 0 ? 'maybe' : 'yes');
  }
  if (!negated) return result;
  return result === 'yes' ? 'no' : result === 'no' ? 'yes' : 'maybe';
}
