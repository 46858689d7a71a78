import { itemsIn, type Field } from '../input/field';
import { celTree, isTree, type CelTree } from './cel';
import { saysAnything } from './cel-truth';

/** An expression for which an API server or an engine refuses a policy whole, or may do so. */
export interface CelFault {
  readonly at: Field;
  readonly message: string;
  /** False where it may be only the engine here that cannot read it. */
  readonly isSure: boolean;
}

/**
 * What does not compile of a policy: expressions without a meaning, and variables that are read before they are declared,
 * or never are. A policy is compiled when it is made, those of its expressions that no request ever asks for among them
 * (https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#type-checking).
 *
 * @param lists names of the lists of demands
 * @param isTyped whether conditions and demands have to be of the type of truth, as the API server wants it
 */
export function celFaults(spec: Field | undefined, lists: readonly string[], isTyped = false): readonly CelFault[] {
  const faults: CelFault[] = [];
  const declared = new Set<string>();
  const trees = new Map<string, CelTree>();
  const look = (at: Field | undefined, known?: ReadonlySet<string>): void => {
    if (typeof at?.value !== 'string') return;
    const fault = faultOf(at, at.value, known);
    if (fault !== undefined) faults.push(fault);
  };
  // Conditions, variables and demands have to have one; messages may be without.
  const lookIn = (item: Field, known?: ReadonlySet<string>): void => {
    const at = item.get('expression');
    if (at === undefined) faults.push({ at: item, message: 'does not compile: it has no expression', isSure: true });
    look(at, known);
  };
  const lookForTruth = (item: Field): void => {
    const at = item.get('expression');
    const tree = readable(at?.value);
    if (isTyped && at !== undefined && tree !== undefined && saysAnything(tree, trees))
      faults.push({
        at,
        message: 'does not compile: a field, which may be of any type, stands where true or false is asked for',
        isSure: true,
      });
  };
  for (const condition of itemsIn(spec, 'matchConditions')) {
    lookIn(condition);
    lookForTruth(condition);
  }
  for (const variable of itemsIn(spec, 'variables')) {
    lookIn(variable, declared);
    const name = variable.get('name')?.value;
    if (typeof name !== 'string') continue;
    if (declared.has(name))
      faults.push({ at: variable, message: `two variables are called ${name}: which one counts`, isSure: false });
    declared.add(name);
    const tree = readable(variable.get('expression')?.value);
    if (tree !== undefined) trees.set(name, tree);
  }
  for (const demand of lists.flatMap((list) => itemsIn(spec, list))) {
    lookIn(demand, declared);
    lookForTruth(demand);
    look(demand.get('messageExpression'), declared);
  }
  for (const note of itemsIn(spec, 'auditAnnotations')) look(note.get('valueExpression'), declared);
  return faults;
}

function readable(expression: unknown): CelTree | undefined {
  try {
    return typeof expression === 'string' ? celTree(expression) : undefined;
  } catch {
    return undefined;
  }
}

/** @param declared variables that may be read here; undefined where that is not known */
function faultOf(at: Field, expression: string, declared: ReadonlySet<string> | undefined): CelFault | undefined {
  let tree: CelTree;
  try {
    tree = celTree(expression);
  } catch (error) {
    const isSure = SYNTAX.has(codeOf(error)) && !BEYOND.some((form) => form.test(withoutTexts(expression)));
    return { at, isSure, message: isSure ? 'does not compile' : 'may not compile: it cannot be read here' };
  }
  const unknown = declared === undefined ? undefined : variablesOf(tree).find((name) => !declared.has(name));
  if (unknown === undefined) return undefined;
  return { at, isSure: true, message: `does not compile: variables.${unknown} is not declared before it` };
}

/** Errors of the parser that are of the language's grammar, and not of limits or macros of the engine here. */
const SYNTAX: ReadonlySet<string> = new Set([
  'unexpected_character',
  'unexpected_token',
  'expected_token',
  'unterminated_string',
  'unterminated_triple_quoted_string',
  'newline_in_string',
]);

/**
 * What the language has and the engine here has not: names in backticks, objects of a type, optional entries, names from
 * the root, raw texts with a backslash before their end; and what Kyverno fills in.
 */
const BEYOND: readonly RegExp[] = [
  /`/,
  /[\w.]\s*\{/,
  /[[{,]\s*\?/,
  /(?:^|[^\w)\]}"'\s])\s*\.\s*[A-Za-z_]/,
  /\b[rRbB]{1,2}["']/,
];

/** The inside of texts taken out; raw ones, in which a backslash is one, are left as they are. */
function withoutTexts(expression: string): string {
  return expression.replaceAll(/(?<![\w])(["'])(?:\\.|(?!\1)[^\\\n])*\1/g, '""');
}

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

/** Names that are read of `variables`; none where an expression has another use for that word. */
function variablesOf(tree: CelTree): readonly string[] {
  const names: string[] = [];
  let isOther = false;
  const walk = (part: unknown): void => {
    if (Array.isArray(part)) for (const item of part) walk(item);
    if (!isTree(part)) return;
    const { op, args } = part;
    if (op === 'id' && args === 'variables') isOther = true;
    const [of, name] = Array.isArray(args) ? (args as readonly unknown[]) : [];
    const isRead = (op === '.' || op === '.?') && isTree(of) && of.op === 'id' && of.args === 'variables';
    if (isRead && typeof name === 'string') names.push(name);
    else walk(args);
  };
  walk(tree);
  return isOther ? [] : names;
}
