import { closure, globKey, step, type Glob } from './glob';

/**
 * A set of texts: those that match at least one pattern of every group, and none of the excluded ones.
 *
 * Sets of this form are closed under what a proof needs (both of two, and not one), and whether one is empty can be
 * found out exactly: that is what makes "no request at all" provable, where trying requests finds only what was tried.
 */
export interface Language {
  readonly all: readonly (readonly Glob[])[];
  readonly none: readonly Glob[];
}

export const EVERY_TEXT: Language = { all: [], none: [] };

export function oneOf(globs: readonly Glob[]): Language {
  return { all: [globs], none: [] };
}

export function noneOf(globs: readonly Glob[]): Language {
  return { all: [], none: globs };
}

export function bothLanguages(a: Language, b: Language): Language {
  return { all: [...a.all, ...b.all], none: [...a.none, ...b.none] };
}

/** States that are looked at before a set counts as too complex to decide. */
const MAX_STATES = 20_000;

/** Answers that are kept: proofs for one role ask for the same sets action by action, and roles resemble each other. */
const MAX_KNOWN = 10_000;
const known = new Map<string, string | undefined | TooComplex>();

/**
 * A shortest text of a set, undefined if the set is empty.
 *
 * @throws TooComplex if patterns are entangled beyond the limit
 */
export function exampleOf(language: Language): string | undefined {
  const key = [...language.all, language.none].map((globs) => globs.map(globKey).join('\n')).join('\n\n');
  if (!known.has(key)) {
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(key, searched(language));
  }
  const found = known.get(key);
  if (found instanceof TooComplex) throw found;
  return found;
}

/** To find that a set is too entangled takes longest of all, and is asked as often. */
function searched(language: Language): string | undefined | TooComplex {
  try {
    return search(language);
  } catch (error) {
    if (error instanceof TooComplex) return error;
    throw error;
  }
}

function search(language: Language): string | undefined {
  const globs = [...language.all.flat(), ...language.none];
  const alphabet = alphabetOf(globs);
  const start = globs.map(({ tokens }) => closure(tokens, [0]));
  const seen = new Map<string, true>();
  let level: { readonly text: string; readonly states: readonly (readonly number[])[] }[] = [
    { text: '', states: start },
  ];
  while (level.length > 0) {
    const next: typeof level = [];
    for (const { text, states } of level) {
      if (accepts(language, globs, states)) return text;
      const waited = waitedFor(globs, states);
      for (const char of alphabet) {
        if (!waited.has(char) && char !== alphabet[0]) continue;
        const after = globs.map(({ tokens, ignoreCase }, index) =>
          step(tokens, states[index] as readonly number[], ignoreCase ? char.toLowerCase() : char),
        );
        if (isDead(language, after)) continue;
        const key = after.map((positions) => positions.join(',')).join(';');
        if (seen.has(key)) continue;
        if (seen.size >= MAX_STATES) throw new TooComplex();
        seen.set(key, true);
        next.push({ text: text + char, states: after });
      }
    }
    level = next;
  }
  return undefined;
}

/** Thrown where patterns are too entangled for a decision; the verdict is then unknown. */
export class TooComplex extends Error {
  constructor() {
    super('patterns are too entangled to be decided');
  }
}

/** Every character that a pattern names, and one that none does and so stands for all others. */
function alphabetOf(globs: readonly Glob[]): readonly string[] {
  const named = new Set<string>(':');
  for (const { tokens } of globs) for (const token of tokens) if (token.kind === 'char') named.add(token.char);
  const other = [...'xyzabcdefghijklmnopqrstuvw0123456789_'].find((char) => !named.has(char)) ?? '\u{10FFFD}';
  return [other, ...named];
}

/** The characters that lead on in a way of their own; every other one leads where the first of the alphabet does. */
function waitedFor(globs: readonly Glob[], states: readonly (readonly number[])[]): ReadonlySet<string> {
  const waited = new Set<string>(':');
  for (const [index, { tokens }] of globs.entries()) {
    for (const position of states[index] as readonly number[]) {
      const token = tokens[position];
      if (token?.kind === 'char') waited.add(token.char);
    }
  }
  return waited;
}

function accepts({ all, none }: Language, globs: readonly Glob[], states: readonly (readonly number[])[]): boolean {
  const accepted = (index: number): boolean => states[index]?.at(-1) === globs[index]?.tokens.length;
  let index = 0;
  for (const group of all) {
    let any = false;
    for (let end = index + group.length; index < end; index++) any ||= accepted(index);
    if (!any) return false;
  }
  for (let end = index + none.length; index < end; index++) if (accepted(index)) return false;
  return true;
}

/** No continuation can bring a group back whose patterns have all failed. */
function isDead({ all }: Language, states: readonly (readonly number[])[]): boolean {
  let index = 0;
  for (const group of all) {
    let any = false;
    for (let end = index + group.length; index < end; index++) any ||= (states[index]?.length ?? 0) > 0;
    if (!any) return true;
  }
  return false;
}
