import type { Field } from '../input/field';

/** Every text in quotes, in JSON or in an expression. */
export function wordsOf(fields: readonly Field[]): ReadonlySet<string> {
  const words = new Set<string>();
  for (const { value } of fields) {
    for (const [, word] of JSON.stringify(value).matchAll(/(?<=['"])([^'"\\\s]+)(?=\\?['"])/g))
      words.add(word as string);
  }
  return words;
}

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
