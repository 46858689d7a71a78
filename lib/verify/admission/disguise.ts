import { isLabelValue } from '../../model/names';
import type { AdmissionPolicy } from './admission-policy';
import type { Field } from '../input/field';
import { onceFor } from '../once-for';
import { chosenFields, readsSpecText } from './chosen-fields';
import { EXCEPTING, joined, NOTHING, readingOf, type Reading, type FilterMeaning } from './reading';
import { allMarks, hasTexts, marked, marksAtOnce } from './marks-at-once';
import type { Texts } from './said-selector';
import { quotedIn } from './words';

/** What the author of an object chooses freely, and a policy may look at: its name and marks, its owner, texts of its pods. */
export interface Disguise {
  /** `called debug`, `with the label skip=yes`. */
  readonly text: string;
  readonly name?: string;
  /** Beside those that it has. */
  readonly label?: Texts;
  readonly annotation?: Texts;
  /** Of each of its containers, whichever a policy goes by. */
  readonly container?: string;
  /** Whether it is removed together with everything of its kind, by a request without a name. */
  readonly together?: true;
  /** Fields of its metadata beside those. */
  readonly metadata?: Json;
  /** Fields of the spec of its pods. */
  readonly spec?: Json;
}

type Json = Readonly<Record<string, unknown>>;

/** A name that no policy was written for. */
const UNLIKE = 'x7q-unlike';

/**
 * How somebody could dress up an object for a policy that looks at names or labels: as what its expressions mention, and
 * under a name that it does not list. None for a policy that looks at neither, which refuses the object however it is
 * dressed. Whether selectors of labels hear of an object is never sure anyway.
 *
 * Made once for all requests that are asked about.
 */
export class Disguises {
  private readonly blind = new Map<AdmissionPolicy, Map<number, boolean>>();

  /** @param isDescribed whether what a policy leaves out is held against the description (left-out.ts) */
  constructor(private readonly isDescribed: (policy: AdmissionPolicy) => boolean) {}

  readonly for = onceFor((policy: AdmissionPolicy): readonly Disguise[] => [...waysPast(this.reading(policy))]);

  /** Whether a demand of a policy says the same of an object however its author dresses it. */
  isBlind(policy: AdmissionPolicy, demand: number): boolean {
    const ofPolicy = this.blind.get(policy) ?? new Map<number, boolean>();
    this.blind.set(policy, ofPolicy);
    const known = ofPolicy.get(demand) ?? !this.looksAtAuthors(policy, demand);
    ofPolicy.set(demand, known);
    return known;
  }

  private looksAtAuthors(policy: AdmissionPolicy, demand: number): boolean {
    const said = policy.said?.(demand);
    const { listed, selected, conditions } = this.reading(policy);
    if (said === undefined || listed.length > 0 || selected.some(isMarked)) return true;
    return [...said, ...conditions].some(
      (text) => OF_AUTHORS.test(ownWords(text)) || OF_CONTAINERS.test(text) || readsSpecText(text),
    );
  }

  private reading(policy: AdmissionPolicy): Reading {
    const leavesOut = this.isDescribed(policy) ? EXCEPTING : NOTHING;
    return joined(policy.decidedBy.map(({ value }) => readingOf(value, leavesOut)));
  }
}

/** Labels and annotations by which conditions could mean an object, whatever it is called. */
export function marksIn(conditions: readonly Field[]): readonly Disguise[] {
  const { expressions, selected } = joined(conditions.map(({ value }) => readingOf(value, NOTHING)));
  return [
    ...selected.filter(isMarked).map(({ label, annotation }) => marked(label, annotation)),
    ...marks('label', mentioning(expressions, /\blabels\b/)),
    ...marks('annotation', mentioning(expressions, /\bannotations\b/)),
    ...marksAtOnce(mentioning(expressions, MARKS)),
  ];
}

function* waysPast({ expressions, listed, selected }: Reading): Generator<Disguise> {
  if (listed.length > 0) yield { text: `called ${UNLIKE}`, name: UNLIKE };
  // https://kubernetes.io/docs/reference/using-api/api-concepts/#collections
  if (listed.length > 0 || expressions.some((text) => OF_REQUEST.test(text)))
    yield { text: 'removed together with all of its kind', together: true };
  // Volumes and containers have names as well: meant is that of the object.
  const isAliased = expressions.some((text) => ALIAS.test(ownWords(text)));
  const naming = mentioning(expressions, isAliased ? /\bname\b/ : OWN_NAME);
  const names = [...listed, ...wordsIn(naming)].flatMap(nameLike);
  for (const name of new Set(names)) yield { text: `called ${name}`, name };
  for (const filter of selected.filter(isMarked)) {
    const mark = marked(filter.label, filter.annotation);
    if (filter.called.length === 0) yield mark;
    for (const name of new Set(filter.called.flatMap(nameLike)))
      yield { ...mark, text: `called ${name} ${mark.text}`, name };
  }
  yield* marks('label', mentioning(expressions, /\blabels\b/));
  yield* marks('annotation', mentioning(expressions, /\bannotations\b/));
  const marking = mentioning(expressions, MARKS);
  yield* marksAtOnce(marking);
  const all = names.length === 0 ? undefined : allMarks(marking);
  if (all !== undefined) for (const name of new Set(names)) yield { ...all, text: `called ${name} ${all.text}`, name };
  yield* chosenFields(expressions, (some) => wordsIn(some).flatMap(nameLike));
  const inside = wordsIn(expressions.filter((text) => OF_CONTAINERS.test(text))).flatMap(nameLike);
  for (const container of new Set(inside)) yield { text: `with a container called ${container}`, container };
}

const isMarked = ({ label, annotation }: FilterMeaning): boolean => hasTexts(label) || hasTexts(annotation);

const mentioning = (expressions: readonly string[], what: RegExp): readonly string[] =>
  expressions.filter((text) => what.test(ownWords(text)));

/** An expression without what it says of others than the author of the object. */
const ownWords = (expression: string): string => expression.replaceAll(OF_OTHERS, '');

/** Every word that may be a key, with every other as its value; what an expression goes over as keys is no value. */
function* marks(what: 'label' | 'annotation', expressions: readonly string[]): Generator<Disguise> {
  const words = wordsIn(expressions);
  const iterated = new Set(expressions.flatMap((text) => [...iteratedKeys(text)].flatMap((list) => list ?? [])));
  const values = [...words.filter((word) => !iterated.has(word)), 'true', ''];
  const isValue = what === 'label' ? isLabelValue : isShort;
  for (const key of keysIn(what, expressions, words))
    for (const value of new Set(values.filter(isValue)))
      if (value !== key) yield { text: `with the ${what} ${key}=${value}`, [what]: { [key]: value } };
}

/** An annotation may be longer; nobody compares it with as much. */
const isShort = (value: string): boolean => value.length <= 63;

/** Keys that are asked for in so many words, or that come out of a list; where neither is plain, whatever looks like one. */
function keysIn(
  what: 'label' | 'annotation',
  expressions: readonly string[],
  words: readonly string[],
): ReadonlySet<string> {
  const named = expressions.flatMap((text) => [
    ...[...text.matchAll(FIELD)].map(([, field = '']) => field).filter((field) => !METHODS.has(field)),
    ...[...text.matchAll(INDEXED)].map(([, index, member = '']) => index ?? member),
  ]);
  const computed = expressions.flatMap((text) => [...iteratedKeys(text, what)].map((list) => list ?? quotedIn(text)));
  const listed = computed.length > 0 ? computed.flat() : words.filter((word) => word.includes('/'));
  return new Set([...named, ...listed, ...(named.length === 0 && listed.length === 0 ? words : [])].filter(isKey));
}

/** For each `labels[key]` of an expression the texts of the list that its variable goes over; undefined where none is plain. */
function* iteratedKeys(text: string, what?: 'label' | 'annotation'): Generator<readonly string[] | undefined> {
  for (const { 1: of, 2: variable, index } of text.matchAll(COMPUTED)) {
    if (what !== undefined && of !== `${what}s`) continue;
    const lists = [...text.slice(0, index).matchAll(LIST)].filter(([, , item]) => item === variable);
    const list = lists.at(-1)?.[1];
    yield list === undefined ? undefined : quotedIn(list);
  }
}

function wordsIn(expressions: readonly string[]): readonly string[] {
  return [...new Set(expressions.flatMap(quotedIn))];
}

/** What an expression says of the namespace, and of who asks, is nothing that an author chooses. */
const OF_OTHERS = /\bnamespaceObject\b[\w.?]*(?:\[[^\]]*\])?|\brequest\.userInfo\b[\w.?]*/g;
/** Whether there is an object at all is no choice of its author. */
const OF_AUTHORS = /\b\w*[mM]etadata\b(?!\.hasValue\(\))|\blabels\b|\bannotations\b|\brequest\.\??name\b/;
/** The name that the request has. */
const OF_REQUEST = /\brequest\.\??name\b/;
/** The name of the object, or of the request about it. */
const OWN_NAME = /\bmetadata\b[^]*\bname\b|\bname\b[^]*\bmetadata\b|\brequest\.\??name\b/;
/** The name of a container, or of an element that may be one. */
const OF_CONTAINERS = /containers[^]*\bname\b|\belement\d*\.name\b/i;
/** Whatever may be a label or an annotation. */
const MARKS = /\b(?:labels|annotations)\b/;
/** A variable that is the whole metadata. */
const ALIAS = /\bmetadata(?:\.orValue\([^)]*\))?\s*$/;
const FIELD = /\b(?:labels|annotations)\??\.\??([A-Za-z_]\w*)/g;
/** `labels['a']`, `annotations[?'a']`, `'a' in labels`. */
const INDEXED = /\[\??'([^']+)'\]|'([^']+)'\s+in\b/g;
/** `labels[key]`, with the key out of a list or of the object itself. */
const COMPUTED = /\b(labels|annotations)\b[^'[]{0,20}\[\??([A-Za-z_]\w*)/g;
/** `['a', 'b'].all(key,`. */
const LIST = /\[([^[\]]*)\]\s*\.\w+\(\s*([A-Za-z_]\w*)\s*,/g;
const METHODS = new Set([
  'keys',
  'values',
  'hasValue',
  'orValue',
  'optMap',
  'all',
  'exists',
  'exists_one',
  'filter',
  'map',
  'size',
]);

/** Names that a comparison with a text, its start or its end, may mean. */
function nameLike(word: string): readonly string[] {
  const name = word
    .replaceAll(/[\^$\\]/g, '')
    .replaceAll(/\.\*|\*/g, 'x')
    .replace(/^-/, 'x-')
    .replace(/-$/, '-x');
  return /^[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?$/.test(name) ? [name] : [];
}

function isKey(word: string): boolean {
  return /^[A-Za-z0-9][-\w./]*$/.test(word);
}
