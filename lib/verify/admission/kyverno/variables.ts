import { isRecord } from '../../record';
import { NotEvaluated } from './not-evaluated';
import { NOT_FOUND, queried, type QueryRoots } from './query';

/** `{{ request.object.spec }}`, with literals in braces inside. */
const VARIABLE = /\{\{(?:\{[^{}]*\}|[^{}])*\}\}/g;
const REFERENCE = /\$\(|\\\{\{|\\\$/;

/** Whether a text holds a variable. */
export function hasVariables(text: string): boolean {
  return text.includes('{{');
}

/**
 * A part of a rule with its variables filled in (https://kyverno.io/docs/policy-types/cluster-policy/variables/). A text
 * that is one variable becomes whatever that is; in a longer text what is no text stands as JSON.
 *
 * @throws NotEvaluated where a variable is not known or there is no such thing, and for references and escapes
 */
export function filledIn(part: unknown, roots: QueryRoots): unknown {
  if (typeof part === 'string') return textFilledIn(part, roots);
  if (Array.isArray(part)) return part.map((item) => filledIn(item, roots));
  if (!isRecord(part)) return part;
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [String(textFilledIn(key, roots)), filledIn(value, roots)]),
  );
}

function textFilledIn(text: string, roots: QueryRoots): unknown {
  if (REFERENCE.test(text)) throw new NotEvaluated('references and escapes');
  const first = text.match(VARIABLE)?.[0];
  if (first === undefined) return text;
  if (first === text) return valueOf(text, roots);
  const inserted = text.replaceAll(VARIABLE, (variable) => {
    const value = valueOf(variable, roots);
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
  // Variables stand in variables: the inner ones come first.
  return textFilledIn(inserted, roots);
}

/** What a variable holds may hold variables again, which Kyverno fills in as well. */
function valueOf(variable: string, roots: QueryRoots): unknown {
  const query = variable.slice(2, -2).trim();
  // `@` alone is the place of the object where the pattern stands.
  if (query === '@' || query.startsWith('-')) throw new NotEvaluated(`the variable ${query}`);
  const value = queried(query, roots);
  if (value === NOT_FOUND) throw new NotEvaluated(`${query}, which the object does not have`);
  if (JSON.stringify(value).includes('{{')) throw new NotEvaluated('a variable in the object itself');
  return value;
}
