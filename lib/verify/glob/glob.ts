import { onceFor } from '../once-for';
/** A place in a pattern: a character, or one of the wildcards. Wildcards of an ARN's first parts stop at a colon. */
export type Token =
  { readonly kind: 'char'; readonly char: string } | { readonly kind: 'one' | 'many'; readonly colon: boolean };

/** A pattern of IAM: `*` for any characters, `?` for exactly one. */
export interface Glob {
  readonly tokens: readonly Token[];
  /** Compares letters regardless of case. */
  readonly ignoreCase: boolean;
  /** The pattern as a text, for messages. */
  readonly text: string;
}

const ONE: Token = { kind: 'one', colon: true };
const MANY: Token = { kind: 'many', colon: true };

/** A pattern in which wildcards stand for whatever characters. */
export function glob(text: string, ignoreCase = false): Glob {
  return { tokens: [...text].map((char) => token(char, true, ignoreCase)), ignoreCase, text };
}

/** A text without wildcards: `*` means an asterisk. */
export function literal(text: string, ignoreCase = false): Glob {
  return { tokens: [...text].map((char) => charToken(char, ignoreCase)), ignoreCase, text };
}

/** Patterns one after the other. */
export function concat(...globs: readonly Glob[]): Glob {
  return {
    tokens: globs.flatMap(({ tokens }) => tokens),
    ignoreCase: globs.some(({ ignoreCase }) => ignoreCase),
    text: globs.map(({ text }) => text).join(''),
  };
}

export const ANYTHING: Glob = { tokens: [MANY], ignoreCase: false, text: '*' };

/** Equal for patterns that match the same texts in the same way; in JSON, so that no character can stand for another. */
export const globKey = onceFor(({ tokens, ignoreCase }: Glob): string => {
  let chars = '';
  const parts: unknown[] = [ignoreCase];
  for (const item of tokens) {
    if (item.kind === 'char') chars += item.char;
    else {
      parts.push(chars, item.kind === 'many', item.colon);
      chars = '';
    }
  }
  return JSON.stringify([...parts, chars]);
});

const ARN_PARTS = 6;

/**
 * A pattern of ARNs as conditions compare them: wildcards of the first five parts stay within their part
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN).
 * A pattern with fewer parts leaves the rest open, as policies of identities do. `*` alone is everything.
 */
export function arnGlob(pattern: Glob): Glob {
  return byParts(pattern, () => false);
}

/**
 * A pattern of resources. As in conditions, but for a `*` at the end of a part, which reaches beyond the colon
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html).
 */
export function resourceGlob(pattern: Glob): Glob {
  return byParts(pattern, (item, next) => item.kind === 'many' && next?.kind === 'char' && next.char === ':');
}

function byParts(pattern: Glob, crosses: (item: Token, next: Token | undefined) => boolean): Glob {
  if (pattern.text === '*') return ANYTHING;
  const tokens: Token[] = [];
  let part = 1;
  let isCrossing = false;
  for (const [index, item] of pattern.tokens.entries()) {
    if (item.kind === 'char' && item.char === ':' && part < ARN_PARTS) part++;
    const isInside = item.kind !== 'char' && part < ARN_PARTS;
    const isOpen = !isInside || crosses(item, pattern.tokens[index + 1]);
    isCrossing ||= isInside && isOpen;
    tokens.push(isOpen ? item : { ...item, colon: false });
  }
  // What is open in the last part that is written reaches to the end; a star that stands for several parts leaves none out.
  if (part < ARN_PARTS && !isCrossing)
    tokens.push(...(tokens.at(-1)?.kind === 'many' ? [MANY] : [charToken(':', false), MANY]));
  return { tokens, ignoreCase: pattern.ignoreCase, text: pattern.text };
}

/** Whether a text matches a pattern. */
export function globMatches({ tokens, ignoreCase }: Glob, text: string): boolean {
  // Positions of the pattern that the text so far can have reached.
  let reached = closure(tokens, [0]);
  const last = tokens.at(-1);
  const isOpen = last?.kind === 'many' && last.colon;
  for (const char of ignoreCase ? text.toLowerCase() : text) {
    // A star at the end takes whatever follows.
    if (isOpen && reached.at(-1) === tokens.length) return true;
    reached = step(tokens, reached, char);
    if (reached.length === 0) return false;
  }
  return reached.includes(tokens.length);
}

/** Positions that are reached from some by one character. */
export function step(tokens: readonly Token[], from: readonly number[], char: string): readonly number[] {
  const next: number[] = [];
  for (const position of from) {
    const item = tokens[position];
    if (item === undefined) continue;
    if (item.kind === 'char') {
      if (item.char === char) next.push(position + 1);
    } else if (item.colon || char !== ':') {
      next.push(item.kind === 'one' ? position + 1 : position);
    }
  }
  return closure(tokens, next);
}

/** A wildcard for many may stand for none. Positions never fall, neither those given nor those returned. */
export function closure(tokens: readonly Token[], positions: readonly number[]): readonly number[] {
  const reached: number[] = [];
  let last = -1;
  for (let position of positions) {
    if (position > last) reached.push((last = position));
    while (tokens[position]?.kind === 'many') if (++position > last) reached.push((last = position));
  }
  return reached;
}

function token(char: string, colon: boolean, ignoreCase: boolean): Token {
  if (char === '*') return colon ? MANY : { kind: 'many', colon };
  if (char === '?') return colon ? ONE : { kind: 'one', colon };
  return charToken(char, ignoreCase);
}

function charToken(char: string, ignoreCase: boolean): Token {
  return { kind: 'char', char: ignoreCase ? char.toLowerCase() : char };
}
