import * as v from 'valibot';
import { shown, suggestion, type Fault } from './fault';

/** Marks the issue that {@link shape} raises for a field that it does not know. */
const UNKNOWN_FIELD = 'unknown field';

/**
 * Lists, dates and maps are objects to JavaScript, and to valibot. Given for options they would be options that say
 * nothing; a list given for labels would be labels called `0` and `1`.
 */
const fields = v.custom<object>(
  (given) => Object.prototype.toString.call(given) === '[object Object]',
  'Expected an object',
);

/**
 * The shape of `T`: a rule for every field of the interface and for no other; the compiler holds the two together.
 * Unknown fields are refused, all of them at once, since a misspelt option that is silently ignored is a control that
 * is silently missing. (valibot's own `strictObject` stops at the first one.)
 */
export function shape<T extends object>(entries: {
  readonly [K in keyof Required<T>]: v.GenericSchema;
}): v.GenericSchema {
  const known = Object.keys(entries);
  return v.pipe(
    fields,
    v.looseObject(entries as v.ObjectEntries),
    v.rawCheck(({ dataset, addIssue }) => {
      const input: unknown = dataset.value;
      if (typeof input !== 'object' || input === null) return;
      for (const [key, value] of Object.entries(input)) {
        if (known.includes(key)) continue;
        addIssue({
          message: UNKNOWN_FIELD,
          expected: known.join(', '),
          path: [{ type: 'object', origin: 'key', input: input as Record<string, unknown>, key, value }],
        });
      }
    }),
  );
}

export const text = v.string();
export const optionalText = v.optional(v.string());
/** A whole number of at least zero. */
export const countOrNone = v.pipe(
  v.number(),
  v.integer('Expected a whole number'),
  v.minValue(0, 'Expected a number of at least 0'),
);
/** A whole number of at least one. */
export const count = v.pipe(
  v.number(),
  v.integer('Expected a whole number'),
  v.minValue(1, 'Expected a number of at least 1'),
);
export const optionalCount = v.optional(count);
export const optionalCountOrNone = v.optional(countOrNone);
export const port = v.pipe(
  v.number(),
  v.integer('Expected a port number'),
  v.minValue(1, 'Expected a port number from 1 to 65535'),
  v.maxValue(65535, 'Expected a port number from 1 to 65535'),
);
export const flag = v.optional(v.boolean());
export const textList = v.array(v.string());
/** Names that a user chooses, each with a value of this shape. */
export const mapOf = (values: v.GenericSchema): v.GenericSchema => v.pipe(fields, v.record(v.string(), values));
export const stringMap = mapOf(text);

/** One rule for texts, another for objects: `"pods"` or `{ nodeLocal: "169.254.20.10" }`. */
export function textOr(texts: v.GenericSchema, objects: v.GenericSchema): v.GenericSchema {
  return v.lazy((input) => (typeof input === 'string' ? texts : objects));
}

/** What is left of a `T` when everything that has the wrong shape is taken out: any field may be missing. */
export type Draft<T> = T extends string | number | boolean
  ? T
  : T extends readonly (infer U)[]
    ? readonly (Draft<U> | undefined)[]
    : { readonly [K in keyof T]?: Draft<T[K]> | undefined };

/**
 * Holds an input against its shape: the faults, and what is left without the values that have them. What is left can
 * still be judged, so that a misspelt field in a project does not hide a wrong name in the same project.
 */
function readShape<T>(
  schema: v.GenericSchema,
  input: T,
): { readonly faults: Fault[]; readonly draft: Draft<T> | undefined } {
  const result = v.safeParse(schema, input);
  const issues = result.success ? [] : result.issues;
  const faults = issues.map((issue) => faultOf(issue, ''));
  const paths = issues.map((issue) => (issue.path ?? []).map((item) => item.key as string | number));
  return { faults, draft: without(input, paths) as Draft<T> | undefined };
}

/**
 * Every fault of an input: what has the wrong shape, and what the rest says wrongly. A fault in one field hides no fault of
 * another, and none is told twice.
 *
 * @param meaning faults of what has the right shape
 */
export function inputFaults<T>(
  schema: v.GenericSchema,
  input: T,
  meaning: (draft: Draft<T>) => readonly Fault[],
): Fault[] {
  const { faults, draft } = readShape(schema, input);
  if (draft === undefined) return faults;
  const misshapen = new Set(faults.map(({ path }) => path));
  return [...faults, ...meaning(draft).filter(({ path }) => !misshapen.has(path))];
}

function without(value: unknown, paths: readonly (readonly (string | number)[])[]): unknown {
  if (paths.some((path) => path.length === 0)) return undefined;
  if (paths.length === 0 || typeof value !== 'object' || value === null) return value;
  const below = (key: string | number): (readonly (string | number)[])[] =>
    paths.filter(([first]) => first === key).map(([, ...rest]) => rest);
  return Array.isArray(value)
    ? value.map((item, index) => without(item, below(index)))
    : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, without(item, below(key))]));
}

function faultOf(issue: v.BaseIssue<unknown>, root: string): Fault {
  const path = pathText(root, issue.path ?? []);
  const last = issue.path?.at(-1) as { key: unknown; value: unknown } | undefined;
  if (issue.message === UNKNOWN_FIELD && last !== undefined) {
    const known = issue.expected?.split(', ') ?? [];
    return {
      path,
      given: shown(last.value),
      allowed: `no such field; known here: ${known.join(', ')}`,
      fix: suggestion(String(last.key), known, 'remove it'),
    };
  }
  if (issue.expected?.startsWith('"') === true && issue.input === undefined) {
    return { path, given: 'nothing', allowed: 'a value: this field is required', fix: 'add it' };
  }
  if (issue.type === 'picklist' || issue.type === 'literal' || issue.type === 'variant') {
    const options = optionsOf(issue);
    return {
      path,
      given: shown(issue.input),
      allowed: options.join(', '),
      fix: suggestion(String(issue.input), options, 'take one of the allowed values'),
    };
  }
  const expected = /^Expected /.test(issue.message)
    ? issue.message.slice('Expected '.length)
    : (issue.expected ?? issue.message);
  return {
    path,
    given: shown(issue.input),
    allowed: plain(expected),
    fix: issue.input === undefined ? 'add it' : kindFix(issue.expected, issue.input),
  };
}

/** In YAML and JSON quotes decide the kind, and one thing of a list is easily written without the list. */
function kindFix(expected: string | null, given: unknown): string {
  if (expected === 'string' && (typeof given === 'number' || typeof given === 'boolean')) return 'put it in quotes';
  if (expected === 'number' && typeof given === 'string' && /^\d+$/.test(given)) return 'leave the quotes out';
  if (expected === 'Array' && given !== null) return 'put it into a list, even if there is only one';
  return 'give a value of this kind';
}

const plain = (expected: string): string =>
  ({
    string: 'a text',
    number: 'a number',
    boolean: 'true or false',
    Array: 'a list',
    Object: 'an object',
    Function: 'a function',
  })[expected] ?? expected;

function pathText(root: string, items: readonly v.IssuePathItem[]): string {
  const text = items.reduce((path, item) => {
    const key = (item as { key: unknown }).key;
    return typeof key === 'number' ? `${path}[${key}]` : path === '' ? String(key) : `${path}.${String(key)}`;
  }, root);
  return text === '' ? '(the whole)' : text;
}

const optionsOf = (issue: v.BaseIssue<unknown>): string[] =>
  (issue.expected ?? '')
    .replace(/^\(|\)$/g, '')
    .split(' | ')
    .map((option) => option.replace(/^"|"$/g, ''));
