/**
 * Kubernetes objects as YAML, for Go's readers.
 *
 * An emitter of our own for two reasons, both measured (CONTRIBUTING.md, "Why an emitter"): general emitters take most
 * of the time of a synth, and they leave strings bare that sigs.k8s.io/yaml reads as numbers or booleans (`0o7`, `1_000`,
 * `0b_1`, `y`). This one quotes whatever does not start with a letter or a slash, so no number syntax of any reader
 * matters. The tests read its output back with two other parsers, the conformance suite with Go's.
 */
export function toYaml(document: object): string {
  return block(document, '', 0);
}

/** Letters, digits and harmless punctuation, starting with a letter or a slash: no indicator of YAML can hide in it. */
const PLAIN = /^[A-Za-z/](?:[A-Za-z0-9_./@=+-]|:(?=[A-Za-z0-9_./@=+:-])| (?=[A-Za-z0-9_./@=+(-]))*$/;
/** Plain words with a meaning of their own in YAML 1.1 or 1.2, and what a lenient reader takes for an exponent (`E0`). */
const RESERVED = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf|e[-+]?[0-9_.]*)$/i;
/** What a literal block may hold: printable ASCII and everything printable above the C1 controls. */
const PRINTABLE = /^[\n\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]*$/;
const UNPRINTABLE = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

const MAX_DEPTH = 100;

/** A mapping or sequence at the given indentation, each line ended. */
function block(value: object, indent: string, depth: number): string {
  if (depth > MAX_DEPTH) throw new Error(`toYaml: more than ${MAX_DEPTH} levels deep; is the object part of itself?`);
  let out = '';
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) out += `${indent}-${entry(item, indent, depth, true)}`;
    return out;
  }
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    out += `${indent}${scalar(key)}:${entry(item, indent, depth, false)}`;
  }
  return out;
}

/** What follows `-` or `key:`, with the end of the line. */
function entry(value: unknown, indent: string, depth: number, inSequence: boolean): string {
  if (typeof value !== 'object' || value === null)
    return typeof value === 'string' ? text(value, indent) : ` ${scalar(value)}\n`;
  if (!Array.isArray(value) && !isPlain(value)) {
    throw new Error(`toYaml: cannot write an instance of ${(value as object).constructor.name}: give plain data`);
  }
  const inner = block(value, `${indent}  `, depth + 1);
  if (inner === '') return Array.isArray(value) ? ' []\n' : ' {}\n';
  // The first entry of a mapping or sequence inside a sequence stands on the line of the dash.
  return inSequence ? ` ${inner.slice(indent.length + 2)}` : `\n${inner}`;
}

/**
 * An object literal, of this realm or another: what `structuredClone` returns inside jest has the prototype of the realm
 * around it, which is the root of its own chain like ours.
 */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function text(value: string, indent: string): string {
  if (!value.includes('\n') || !literalKeeps(value)) return ` ${scalar(value)}\n`;
  const chomp = value.endsWith('\n') ? (value.endsWith('\n\n') ? '+' : '') : '-';
  const lines = value.replace(/\n$/, '').split('\n');
  return ` |${chomp}\n${lines.map((line) => (line === '' ? '' : `${indent}  ${line}`)).join('\n')}\n`;
}

/** Whether a literal block gives exactly this text back: leading blanks and blank-only lines have rules of their own. */
function literalKeeps(value: string): boolean {
  return PRINTABLE.test(value) && /^[^\s]/.test(value) && !/^[ ]+$/m.test(value);
}

function scalar(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return PLAIN.test(value) && !RESERVED.test(value) ? value : quoted(value);
    case 'number':
      if (!Number.isFinite(value)) throw new Error(`toYaml: ${value} is not a number of JSON`);
      return JSON.stringify(value);
    case 'boolean':
      return String(value);
    default:
      if (value === null) return 'null';
      throw new Error(`toYaml: cannot write a ${typeof value}`);
  }
}

/** JSON's form is YAML's double-quoted form, once the characters that YAML calls unprintable are escaped as well. */
function quoted(value: string): string {
  if (LONE_SURROGATE.test(value)) throw new Error('toYaml: a text with half a surrogate pair is not Unicode');
  return JSON.stringify(value).replace(UNPRINTABLE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
