import { isRecord } from '../../record';
import { SPEC_TEXTS } from '../chosen-fields';
import { alternativesIn } from '../words';
import { anchorOf } from './anchor';
import { hasVariables } from './variables';
import { definedIn, withOrigins, type DefinedVariable } from './defined-variables';

/** Parts of a rule in which it says whom it means and what it demands, in patterns and conditions. */
const PARTS = new Set(['preconditions', 'pattern', 'anyPattern', 'deny', 'foreach']);

/**
 * What a rule says of its object's metadata and the names of its containers, and all that it asks in queries, in the form of expressions: a field, and in
 * quotes the texts that it is compared with. That is what somebody reads who looks for a way past the rule. A variable of
 * its own stands there with what it comes from.
 */
export function saidInRule(rule: unknown): readonly string[] {
  if (!isRecord(rule)) return [];
  const { validate } = rule;
  const said = [rule, isRecord(validate) ? validate : {}].flatMap((parts) =>
    Object.entries(parts).flatMap(([key, value]) => (PARTS.has(key) ? [...saidInPart(key, value)] : [])),
  );
  const variables = new Map<string, string>();
  for (const [name, variable] of definedIn(rule))
    variables.set(name, [variables.get(name) ?? '', saidOfVariable(variable)].join(' ').trim());
  return [...said.map((text) => withOrigins(text, variables)), ...variables.values()];
}

const saidInPart = (part: string, value: unknown): Generator<string> =>
  part === 'pattern' || part === 'anyPattern' ? inPattern(value) : inConditions(value);

function* inPattern(pattern: unknown, way?: string): Generator<string> {
  if (Array.isArray(pattern)) {
    for (const item of pattern) yield* inPattern(item, way);
  } else if (isRecord(pattern)) {
    for (const [text, value] of Object.entries(pattern)) {
      const key = anchorOf(text)?.key ?? text;
      if (CONTAINERS.has(key)) yield* namesOf(key, value);
      if (TEXTS.has(key) && typeof value === 'string') yield `spec.${key} ${quoted(value)}`;
      yield* inPattern(value, way === undefined ? (key === 'metadata' ? key : undefined) : `${way}${step(way, key)}`);
    }
  } else if (way !== undefined) {
    yield `${way} ${quoted(pattern)}`;
  }
  if (typeof pattern === 'string' && hasVariables(pattern)) yield asExpression(pattern);
}

const TEXTS: ReadonlySet<string> = new Set(SPEC_TEXTS);
const CONTAINERS = new Set(['containers', 'initContainers', 'ephemeralContainers']);

/** What a pattern says of the names of containers. */
function* namesOf(list: string, patterns: unknown): Generator<string> {
  for (const pattern of Array.isArray(patterns) ? (patterns as readonly unknown[]) : [])
    for (const [text, value] of Object.entries(isRecord(pattern) ? pattern : {}))
      if ((anchorOf(text)?.key ?? text) === 'name') yield `${list}.name ${quoted(value)}`;
}

const step = (way: string, key: string): string =>
  /\.(?:labels|annotations)$/.test(way) ? `['${plain(key)}']` : `.${key}`;

/** Conditions and loops: each key with what it is compared with. */
function* inConditions(value: unknown): Generator<string> {
  if (Array.isArray(value)) {
    for (const item of value) yield* inConditions(item);
    return;
  }
  if (!isRecord(value)) return;
  const { key, operator, value: wanted, list, ...rest } = value;
  if (operator !== undefined)
    yield [...textsIn([key, wanted]).filter(hasVariables).map(asExpression), quoted(wanted), quoted(key)].join(' ');
  if (typeof list === 'string') yield asExpression(list);
  for (const [part, inside] of Object.entries(rest)) {
    if (part === 'pattern' || part === 'anyPattern') yield* inPattern(inside);
    else yield* inConditions(inside);
  }
}

/** What a variable comes from: a query, or what stands in a value. */
function saidOfVariable({ jmesPath, value, default: byDefault }: DefinedVariable): string {
  const queries = textsIn(jmesPath);
  const values = textsIn([value, byDefault]);
  return [...queries, ...values.filter(hasVariables)].map(asExpression).concat(quoted(values)).join(' ');
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** `labels."a/b"` as other languages write it. */
const asExpression = (query: string): string => query.replaceAll(/\."([^"]*)"/g, "['$1']");

/** What a value may be compared with, without operators, and something in the place of wildcards. */
function quoted(value: unknown): string {
  return textsIn(value)
    .filter((text) => !hasVariables(text))
    .flatMap(alternativesIn)
    .map((text) => `'${plain(text)}'`)
    .join(' ');
}

const plain = (text: string): string => text.replaceAll(/[*?]/g, 'x').replaceAll(/['\\]/g, '');
