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

/** `a`, `b` and `c` of the pattern `!a & !b | >=c`. */
export const alternativesIn = (pattern: string): readonly string[] =>
  pattern.split(/[|&]/).map((part) => part.trim().replace(/^(?:[<>]=?|!)\s*/, ''));

/** Literals of an expression, as they are meant, the empty one among them. */
export const quotedIn = (text: string): readonly string[] =>
  [...text.matchAll(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/g)].map(([, single, double = '']) =>
    (single ?? double).replaceAll('\\\\', '\\'),
  );

/** Texts that begin with another, end with it or contain it, where an expression asks for that; by a regular expression too. */
export function alikeIn(expression: string): readonly string[] {
  return [...expression.matchAll(/(startsWith|endsWith|contains|matches)\(['"]([^'"]*)['"]\)/g)].flatMap(
    ([, how, text = '']) => {
      const isForm = how === 'matches';
      const plain = isForm ? text.replaceAll(/[\^$\\]/g, '').replaceAll('.*', 'x') : text;
      const isFirst = how === 'startsWith' || (isForm && text.startsWith('^'));
      const isLast = how === 'endsWith' || (isForm && text.endsWith('$'));
      if (isFirst && isLast) return [plain];
      return [...(isLast ? [] : [`${plain}x`]), ...(isFirst ? [] : [`x${plain}`])];
    },
  );
}
