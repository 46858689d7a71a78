import type { Field } from '../input/field';
import { isLike, isPattern } from './kyverno/wildcards';
import { wordsOf } from './words';

/** What may be a part of a name, and what patterns and regular expressions hold beside that. */
const OF_NAMES = /^[a-z0-9.*?^$()[\]|+{},\\dw-]{1,100}$/i;
/** How long a name is. */
const MEASURED = /\bname(?:space)?\b[^,;]{0,40}\bsize\(|\b(?:size|length)\([^()]{0,60}\bname(?:space)?\b/;
const OF_EXPRESSIONS = /[*?^$()[\]|+{}\\]/;

/**
 * Words of policies by which they may tell names of one form from each other: what stands in them, how they begin and end,
 * which pattern they fit.
 */
export class TellingWords {
  private readonly plain: readonly string[];
  private readonly expressions: readonly string[];
  private readonly known = new Map<string, string>();

  private readonly words: ReadonlySet<string>;
  private readonly byLength: boolean;

  constructor(policies: readonly Field[]) {
    this.words = wordsOf(policies);
    this.byLength = policies.some(({ value }) => MEASURED.test(JSON.stringify(value)));
    const candidates = [...this.words].filter((word) => OF_NAMES.test(word)).sort();
    this.plain = candidates.filter((word) => !OF_EXPRESSIONS.test(word));
    this.expressions = candidates.filter((word) => OF_EXPRESSIONS.test(word));
  }

  /** Whether a name stands there in so many words. */
  has(name: string): boolean {
    return this.words.has(name);
  }

  /** Equal for names that no word tells apart: with the same words in them, between the same two in order. */
  traits(name: string): string {
    const known = this.known.get(name) ?? this.traitsOf(name);
    this.known.set(name, known);
    return known;
  }

  private traitsOf(name: string): string {
    if (this.expressions.some(isCostly)) return name;
    const within = this.plain.filter((word) => name.includes(word));
    const like = this.expressions.filter((word) => isMeant(word, name));
    const before = this.plain.filter((word) => word < name).length;
    return JSON.stringify([this.byLength ? name.length : 0, before, within, like]);
  }
}

/** An expression that repeats much may take for ever: then every name counts as told. */
function isCostly(word: string): boolean {
  return (word.match(/[*+{]/g)?.length ?? 0) > 4 || /\)[*+{]/.test(word);
}

/** As a pattern with wildcards, or as a regular expression. */
function isMeant(word: string, name: string): boolean {
  if (isPattern(word) && isLike(word, name)) return true;
  try {
    return new RegExp(word).test(name);
  } catch {
    return false;
  }
}
