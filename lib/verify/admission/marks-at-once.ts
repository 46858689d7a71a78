import type { Disguise } from './disguise';
import type { Texts } from './said-selector';
import { quotedIn } from './words';

type What = 'label' | 'annotation';

/** Of more the pairs are too many to try, and all at once has to do. */
const MOST_PAIRED = 8;

/** A label or an annotation that some expressions ask for, with the texts that stand behind it there. */
interface AskedMark {
  readonly what: What;
  readonly key: string;
  readonly behind: string[];
}

/**
 * Labels and annotations that expressions ask for, several at once: a condition may let through only what has all of them.
 * Each has the text that it is compared with, which is the first one behind it or, where a default comes before, the last.
 */
export function* marksAtOnce(expressions: readonly string[]): Generator<Disguise> {
  const asked = askedIn(expressions);
  if (asked.length < 2) return;
  const isFew = asked.length > 2 && asked.length <= MOST_PAIRED;
  for (const some of [asked, ...(isFew ? pairsOf(asked) : [])]) {
    yield markedWith(some, ({ behind }) => behind[0]);
    if (some.some(({ behind }) => behind.length > 1)) yield markedWith(some, ({ behind }) => behind.at(-1));
  }
}

/** All of them, with the last text behind each. */
export function allMarks(expressions: readonly string[]): Disguise | undefined {
  const asked = askedIn(expressions);
  return asked.length === 0 ? undefined : markedWith(asked, ({ behind }) => behind.at(-1));
}

/** Something with labels and annotations. */
export function marked(label: Texts, annotation: Texts): Disguise {
  const marks = [...pairsText('label', label), ...pairsText('annotation', annotation)];
  return {
    text: `with ${marks.join(' and ')}`,
    ...(hasTexts(label) ? { label } : {}),
    ...(hasTexts(annotation) ? { annotation } : {}),
  };
}

export const hasTexts = (texts: Texts): boolean => Object.keys(texts).length > 0;

function pairsText(what: What, texts: Texts): readonly string[] {
  const pairs = Object.entries(texts).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? [] : [`the ${what}${pairs.length > 1 ? 's' : ''} ${pairs.join(', ')}`];
}

function markedWith(asked: readonly AskedMark[], pick: (mark: AskedMark) => string | undefined): Disguise {
  const of = (what: What): Texts =>
    Object.fromEntries(asked.filter((mark) => mark.what === what).map((mark) => [mark.key, pick(mark) ?? 'true']));
  return marked(of('label'), of('annotation'));
}

function askedIn(expressions: readonly string[]): readonly AskedMark[] {
  const found = new Map<string, AskedMark>();
  for (const text of expressions) {
    const matches = [...text.matchAll(ASKED)];
    for (const [
      at,
      { 0: whole, 1: of, 2: member, 3: index, 4: contained, 5: container, index: from },
    ] of matches.entries()) {
      const key = member ?? index ?? contained ?? '';
      const what: What = (of ?? container) === 'labels' ? 'label' : 'annotation';
      const mark: AskedMark = found.get(`${what} ${key}`) ?? { what, key, behind: [] };
      const behind = text.slice(from + whole.length, matches[at + 1]?.index);
      mark.behind.push(...quotedIn(behind).filter((literal) => VALUE.test(literal)));
      found.set(`${what} ${key}`, mark);
    }
  }
  return [...found.values()];
}

function* pairsOf<T>(items: readonly T[]): Generator<readonly [T, T]> {
  for (const [at, one] of items.entries()) for (const other of items.slice(at + 1)) yield [one, other];
}

/** `labels.a`, `labels['a']`, `labels[?'a']`, `'a' in annotations`; methods are no keys. */
const ASKED =
  /\b(labels|annotations)\b(?:\.orValue\(\{\}\))?(?:\??\.\??([A-Za-z_]\w*)\b(?!\()|\[\??'([^']+)'\])|'([^']+)'\s+in\s+[\w.?]*\b(labels|annotations)\b/g;
const VALUE = /^[A-Za-z0-9](?:[-\w.]{0,61}[A-Za-z0-9])?$/;
