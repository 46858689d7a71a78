import type { Field } from '../input/field';
import { glob, globMatches } from '../glob/glob';
import { onceForName } from '../once-for';
import { isPattern } from './kyverno/wildcards';
import { literalsOf } from './literals';
import { WordPlaces } from './word-places';

/** What patterns and regular expressions hold beside plain text. */
const OF_EXPRESSIONS = /[*?^$()[\]|+{}\\]/;
/** A character that is written by its number: then a text may be any. */
const ESCAPED = /\\[xXuU0-7]/;
/** How long a list is: `size(pod.volumes)`, `volumes.orValue([]).size()`. */
const LISTS_MEASURED =
  /\b(?:size|length)\([\w.?@"'[\]]*\w{2}[^\Waius]s\s*(?:\|\||\))|\w{2}[^\Waius]s\.size\(\)|\.orValue\(\[\]\)\.size\(\)/g;
const MOST_KNOWN = 100;
const MEASURED = /\b(?:size|length)\(/;

/**
 * Words of policies by which they may tell texts of one form from each other, such as names and what is made of them: what
 * stands in them and where, in which order they are, which pattern or regular expression they fit, how long they are.
 */
export class TellingWords {
  private readonly plain: readonly string[];
  private readonly places: WordPlaces;
  private readonly expressions: readonly ((text: string) => boolean)[];
  /** All of them, one below the other. */
  private readonly text: string;
  /** Whether a name stands there, alone or within a word. Those of namespaces and projects stand in every workload of theirs. */
  readonly has = onceForName((name: string) => this.text.includes(name.toLowerCase()));
  private readonly byLength: boolean;
  /** Whether it counts where in a text a word stands, beside its beginning and its end. */
  private readonly byPlace: boolean;
  /** Whether any text counts as told. */
  private readonly isAnybody: boolean;
  /** Texts of one project, which come one after the other; each may keep the whole text alive that it was cut from. */
  private readonly known = new Map<string, string>();

  constructor(policies: readonly Field[]) {
    const { parts, wholes, areCut } = literalsOf(policies);
    const words = [...parts];
    const candidates = words.filter((word) => OF_EXPRESSIONS.test(word));
    const whole = JSON.stringify(policies.map(({ value }) => value));
    this.text = [...words, ...wholes].join('\n').toLowerCase();
    this.plain = [...new Set(words.map((word) => word.toLowerCase()))].filter((word) => word !== '').sort();
    this.places = new WordPlaces(this.plain);
    this.isAnybody = words.some((word) => ESCAPED.test(word)) || candidates.some(isCostly);
    this.expressions = this.isAnybody ? [] : candidates.flatMap(testsOf);
    this.byPlace = areCut;
    this.byLength = MEASURED.test(whole.replaceAll(LISTS_MEASURED, ''));
  }

  /** Equal for texts that no word tells apart. */
  traits(text: string): string {
    const known = this.known.get(text);
    if (known !== undefined) return known;
    if (this.known.size >= MOST_KNOWN) this.known.clear();
    const traits = this.isAnybody ? text : this.traitsOf(text);
    this.known.set(text, traits);
    return traits;
  }

  private traitsOf(text: string): string {
    const small = text.toLowerCase();
    const like = this.expressions.flatMap((fits, index) => (fits(text) ? [index] : []));
    const before = orderAmong(this.plain, small);
    return JSON.stringify([this.byLength ? text.length : 0, before, this.standingIn(small), like]);
  }

  private standingIn(text: string): readonly unknown[] {
    const places = [...this.places.in(text)];
    if (this.byPlace) return places;
    return [...new Set(places.map(([word, at, isLast]) => `${word} ${at === 0} ${isLast}`))].sort();
  }
}

/** How many of some sorted words come before a text. */
function orderAmong(words: readonly string[], text: string): number {
  let [from, to] = [0, words.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((words[middle] as string) < text) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** An expression that repeats much may take for ever. */
function isCostly(word: string): boolean {
  return (word.match(/[*+{]/g)?.length ?? 0) > 4 || /\)[*+{]/.test(word);
}

/** Whether a text is what a word says as a pattern with wildcards, and what it says as a regular expression. */
function testsOf(word: string): readonly ((text: string) => boolean)[] {
  const pattern = glob(word);
  const tests = isPattern(word) ? [(text: string) => globMatches(pattern, text)] : [];
  try {
    const expression = new RegExp(word);
    return [...tests, (text) => expression.test(text)];
  } catch {
    return tests;
  }
}
