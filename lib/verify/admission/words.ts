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
