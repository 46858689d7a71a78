import { isRecord } from '../../record';
import { isLike, isPattern } from './wildcards';
import { anchorOf, withKey, type Anchor } from './anchor';
import { NotEvaluated } from './not-evaluated';
import { valueFits } from './pattern-value';

type Tree = Readonly<Record<string, unknown>>;

/** Why an object is not as a pattern says. */
type Miss =
  /** It is otherwise. */
  | 'differs'
  /** A condition right here does not hold: the pattern is not meant for it. */
  | 'unmeant'
  /** The same of all that lies further inside. */
  | 'unmeant inside';

/**
 * What a pattern says of an object: it is as asked, it is not, or it is none that is meant. Where it is not, and a field that
 * the pattern asks about in brackets is nowhere, Kyverno calls that an error.
 */
export type PatternAnswer = 'fits' | 'differs' | 'not meant' | 'error';

/**
 * Holds an object against a pattern, as Kyverno does (kyverno/kyverno, pkg/engine/validate/validate.go): conditions first,
 * fields with conditions inside next, the others last.
 *
 * @throws NotEvaluated where Kyverno's own answer is up to chance
 */
export function patternSays(object: Tree, pattern: unknown): PatternAnswer {
  const asked = new Anchors();
  const miss = elementMisses(object, pattern, asked);
  if (miss === undefined) return 'fits';
  if (miss !== 'differs') return 'not meant';
  return asked.isMissing() ? 'error' : 'differs';
}

/** Conditions that a pattern asked for, and whether any object on the way had the field. */
class Anchors {
  private readonly found = new Map<string, boolean>();

  note(pattern: Tree, object: Tree): void {
    for (const text of Object.keys(pattern)) {
      const anchor = anchorOf(text);
      if (anchor?.kind !== 'condition' && anchor?.kind !== 'existence') continue;
      this.found.set(text, this.found.get(text) === true || Object.hasOwn(object, anchor.key));
    }
  }

  isMissing(): boolean {
    return [...this.found.values()].includes(false);
  }
}

function elementMisses(value: unknown, pattern: unknown, asked: Anchors): Miss | undefined {
  if (Array.isArray(pattern)) return Array.isArray(value) ? listMisses(value, pattern, asked) : 'differs';
  if (isRecord(pattern)) {
    if (!isRecord(value)) return 'differs';
    asked.note(pattern, value);
    return mapMisses(value, pattern, asked);
  }
  const wanted = pattern as Parameters<typeof valueFits>[1];
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.every((one) => valueFits(one, wanted)) ? undefined : 'differs';
}

function mapMisses(object: Tree, pattern: Tree, asked: Anchors): Miss | undefined {
  const expanded = withKeysOf(object, pattern);
  const keys = Object.keys(expanded).sort();
  const anchors = keys.filter((key) => isAnchored(key));
  const unmeant: Miss[] = [];
  let applied = 0;
  for (const text of anchors) {
    const miss = anchorMisses(object, anchorOf(text) as Anchor, expanded[text], asked);
    if (miss === undefined) applied++;
    else if (miss !== 'differs') unmeant.push(miss);
    else if (!unmeant.includes('unmeant')) return miss;
  }
  if (unmeant.length > 0 && (applied === 0 || unmeant.includes('unmeant'))) return 'unmeant inside';
  for (const text of inOrder(
    keys.filter((key) => !isAnchored(key)),
    expanded,
  )) {
    const anchor = anchorOf(text);
    const miss =
      anchor === undefined
        ? fieldMisses(object[text], expanded[text], asked)
        : anchorMisses(object, anchor, expanded[text], asked);
    if (miss !== undefined) return miss;
  }
  return undefined;
}

/** `*` alone asks that a field is there at all. */
const fieldMisses = (value: unknown, pattern: unknown, asked: Anchors): Miss | undefined =>
  pattern === '*'
    ? value === undefined || value === null
      ? 'differs'
      : undefined
    : elementMisses(value, pattern, asked);

function anchorMisses(object: Tree, { kind, key }: Anchor, pattern: unknown, asked: Anchors): Miss | undefined {
  const isThere = Object.hasOwn(object, key);
  switch (kind) {
    case 'negation':
      return isThere ? 'differs' : undefined;
    case 'equality':
      return isThere ? elementMisses(object[key], pattern, asked) : undefined;
    case 'existence':
      return isThere ? noneIsLike(object[key], pattern, asked) : undefined;
    case 'condition':
      return isThere && elementMisses(object[key], pattern, asked) === undefined ? undefined : 'unmeant';
    case 'global':
      return isThere && elementMisses(object[key], pattern, asked) !== undefined ? 'unmeant' : undefined;
  }
}

/** Each pattern of the list has to fit one element at least. */
function noneIsLike(list: unknown, patterns: unknown, asked: Anchors): Miss | undefined {
  if (!Array.isArray(list) || !Array.isArray(patterns) || !patterns.every(isRecord)) return 'differs';
  return patterns.every((one) => list.some((element) => elementMisses(element, one, asked) === undefined))
    ? undefined
    : 'differs';
}

/** One pattern is held against every element; of several only the first counts where they are maps or values. */
function listMisses(list: readonly unknown[], patterns: readonly unknown[], asked: Anchors): Miss | undefined {
  if (patterns.length === 0) return 'differs';
  const [pattern] = patterns;
  if (Array.isArray(pattern)) throw new NotEvaluated('lists in lists');
  if (!isRecord(pattern)) return elementMisses(list, pattern, asked);
  let applied = 0;
  let unmeant = 0;
  for (const element of list) {
    const miss = elementMisses(element, pattern, asked);
    if (miss === 'differs') return miss;
    if (miss === undefined) applied++;
    else unmeant++;
  }
  return applied === 0 && unmeant > 0 ? 'unmeant inside' : undefined;
}

/** Global conditions are asked with the fields. */
function isAnchored(text: string): boolean {
  const anchor = anchorOf(text);
  return anchor !== undefined && anchor.kind !== 'global';
}

/** Global conditions and fields with conditions inside come first, the last of them foremost. */
function inOrder(keys: readonly string[], pattern: Tree): readonly string[] {
  const isFirst = (key: string): boolean => anchorOf(key)?.kind === 'global' || hasAnchors(pattern[key]);
  return [...keys.filter(isFirst).reverse(), ...keys.filter((key) => !isFirst(key))];
}

function hasAnchors(pattern: unknown): boolean {
  if (Array.isArray(pattern)) return pattern.some(hasAnchors);
  if (!isRecord(pattern)) return false;
  return Object.entries(pattern).some(([key, value]) => anchorOf(key) !== undefined || hasAnchors(value));
}

/** Keys of labels and annotations may hold wildcards: they stand for the key that the object has. */
function withKeysOf(object: Tree, pattern: Tree): Tree {
  const metadata = entryOf('metadata', pattern);
  const own = object['metadata'];
  if (metadata === undefined || !isRecord(metadata.value) || !isRecord(own)) return pattern;
  let made: Tree = metadata.value;
  for (const tag of ['labels', 'annotations']) {
    const wanted = entryOf(tag, metadata.value);
    const given = own[tag];
    if (wanted === undefined || !isRecord(wanted.value) || !isRecord(given)) continue;
    made = { ...made, [wanted.text]: expanded(wanted.value, given) };
  }
  return { ...pattern, [metadata.text]: made };
}

/** Only texts are kept: what else a pattern of labels holds is lost to Kyverno. */
function expanded(pattern: Tree, given: Tree): Tree {
  return Object.fromEntries(
    Object.entries(pattern).flatMap(([text, value]) => {
      if (typeof value !== 'string') return [];
      if (!isPattern(text)) return [[text, value]];
      const anchor = anchorOf(text);
      const found = Object.keys(given).filter(
        (key) => typeof given[key] === 'string' && isLike(anchor?.key ?? text, key),
      );
      if (found.length > 1) throw new NotEvaluated('a wildcard that means several keys');
      const key = found[0] ?? anchor?.key ?? text;
      return [[anchor === undefined ? key : withKey(text, key), value]];
    }),
  );
}

function entryOf(tag: string, pattern: Tree): { readonly text: string; readonly value: unknown } | undefined {
  const text = Object.keys(pattern).find((key) => key === tag || anchorOf(key)?.key === tag);
  return text === undefined ? undefined : { text, value: pattern[text] };
}
