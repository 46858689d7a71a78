import type { Field } from '../input/field';

/** Every text of some fields that is one word, and every word in quotes of their expressions. */
export function wordsOf(fields: readonly Field[]): ReadonlySet<string> {
  const words = new Set<string>();
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(collect);
    else if (typeof value === 'object' && value !== null) Object.entries(value).flat().forEach(collect);
    if (typeof value !== 'string') return;
    for (const word of [value, ...quotedIn(value)]) if (!/\s/.test(word)) words.add(word);
  };
  for (const { value } of fields) collect(value);
  return words;
}

/** Keys of expressions, in which only what stands in quotes is a text. */
const EXPRESSIONS = new Set(['expression', 'messageExpression', 'jmesPath']);

/**
 * Every text of some fields that something may be compared with: keys and whole texts that are one word, the alternatives of
 * Kyverno's patterns without their operators, and whatever is in quotes.
 */
export function literalsOf(fields: readonly Field[]): ReadonlySet<string> {
  const literals = new Set<string>();
  const collect = (value: unknown, key?: string): void => {
    if (Array.isArray(value)) value.forEach((item) => collect(item, key));
    else if (typeof value === 'object' && value !== null)
      for (const [name, item] of Object.entries(value)) {
        literals.add(name);
        collect(item, name);
      }
    if (typeof value !== 'string') return;
    for (const literal of quotedIn(value)) literals.add(literal);
    if (EXPRESSIONS.has(key ?? '')) return;
    for (const word of [value, ...alternativesIn(value)]) if (!/\s/.test(word)) literals.add(word);
  };
  for (const { value } of fields) collect(value);
  return literals;
}

/** `a`, `b` and `c` of the pattern `!a & !b | >=c`. */
export const alternativesIn = (pattern: string): readonly string[] =>
  pattern.split(/[|&]/).map((part) => part.trim().replace(/^(?:[<>]=?|!)\s*/, ''));

/** Literals of an expression, as they are meant. */
const quotedIn = (text: string): readonly string[] =>
  [...text.matchAll(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/g)].map(([, single, double = '']) =>
    (single ?? double).replaceAll('\\\\', '\\'),
  );

/** Texts in quotes of one expression, the empty one among them. */
export function literalsIn(expression: string): readonly string[] {
  return [...expression.matchAll(/'([^'\\]*)'|"([^"\\]*)"/g)].map(([, single, double = '']) => single ?? double);
}

/** Texts that begin with another, end with it or contain it, where an expression asks for that. */
export function alikeIn(expression: string): readonly string[] {
  return [...expression.matchAll(/(startsWith|endsWith|contains)\(['"]([^'"\\]*)['"]\)/g)].map(([, how, text = '']) =>
    how === 'endsWith' ? `x${text}` : `${text}x`,
  );
}
