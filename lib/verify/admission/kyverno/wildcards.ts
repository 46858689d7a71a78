import { glob, globMatches } from '../../glob/glob';

const WILDCARD = /[*?]/;

/** Whether a text of Kyverno's is a pattern: `*` and `?` stand for any characters and for one. */
export function isPattern(text: string): boolean {
  return WILDCARD.test(text);
}

/** Whether a text is what a pattern says. */
export function isLike(pattern: string, value: string): boolean {
  return pattern === value || (isPattern(pattern) && globMatches(glob(pattern), value));
}

/** Whether a text is like one of some patterns. */
export function isLikeAny(patterns: readonly string[], value: string): boolean {
  return patterns.some((pattern) => isLike(pattern, value));
}
