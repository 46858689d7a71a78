import { isLabelValue } from '../../model/names';
import type { AdmissionRequest, Manifest } from './admission-request';
import type { AdmissionPolicy } from './admission-policy';
import { literalsIn } from './words';

/** What the author of an object chooses freely, and a policy may look at: its name, its labels, its annotations. */
export interface Disguise {
  /** `called debug`, `with the label skip=yes`. */
  readonly text: string;
  readonly name?: string;
  /** Beside those that it has. */
  readonly label?: Texts;
  readonly annotation?: Texts;
}

type Texts = Readonly<Record<string, string>>;

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
  private readonly known = new Map<AdmissionPolicy, readonly Disguise[]>();
  private readonly blind = new Map<AdmissionPolicy, Map<number, boolean>>();

  /** @param isDescribed whether what a policy leaves out is held against the description (left-out.ts) */
  constructor(private readonly isDescribed: (policy: AdmissionPolicy) => boolean) {}

  for(policy: AdmissionPolicy): readonly Disguise[] {
    const known = this.known.get(policy) ?? [...waysPast(this.reading(policy))];
    this.known.set(policy, known);
    return known;
  }

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
    const { listed, conditions } = this.reading(policy);
    if (said === undefined || listed.length > 0) return true;
    return [...said, ...conditions].some((text) => OF_AUTHORS.test(text.replaceAll(OF_OTHERS, '')));
  }

  private reading(policy: AdmissionPolicy): Reading {
    const leavesOut = this.isDescribed(policy) ? EXCEPTING : NOTHING;
    return joined(policy.decidedBy.map(({ value }) => readingOf(value, leavesOut)));
  }
}

function* waysPast({ expressions, listed }: Reading): Generator<Disguise> {
  if (listed.length > 0) yield { text: `called ${UNLIKE}`, name: UNLIKE };
  const own = expressions.map((text) => ({ text, said: text.replaceAll(OF_OTHERS, '') }));
  const mentioning = (what: RegExp): readonly string[] =>
    own.flatMap(({ text, said }) => (what.test(said) ? [text] : []));
  // Volumes and containers have names as well: meant is that of the object.
  const naming = mentioning(own.some(({ said }) => ALIAS.test(said)) ? /\bname\b/ : OWN_NAME);
  const names = [...listed, ...wordsIn(naming)].flatMap(nameLike);
  for (const name of new Set(names)) yield { text: `called ${name}`, name };
  yield* marks('label', mentioning(/\blabels\b/));
  yield* marks('annotation', mentioning(/\bannotations\b/));
}

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
  const computed = expressions.flatMap((text) => [...iteratedKeys(text, what)].map((list) => list ?? literalsIn(text)));
  const listed = computed.length > 0 ? computed.flat() : words.filter((word) => word.includes('/'));
  return new Set([...named, ...listed, ...(named.length === 0 && listed.length === 0 ? words : [])].filter(isKey));
}

/** For each `labels[key]` of an expression the texts of the list that its variable goes over; undefined where none is plain. */
function* iteratedKeys(text: string, what?: 'label' | 'annotation'): Generator<readonly string[] | undefined> {
  for (const { 1: of, 2: variable, index } of text.matchAll(COMPUTED)) {
    if (what !== undefined && of !== `${what}s`) continue;
    const lists = [...text.slice(0, index).matchAll(LIST)].filter(([, , item]) => item === variable);
    const list = lists.at(-1)?.[1];
    yield list === undefined ? undefined : literalsIn(list);
  }
}

function wordsIn(expressions: readonly string[]): readonly string[] {
  return [...new Set(expressions.flatMap(literalsIn))];
}

/** What an expression says of the namespace, and of who asks, is nothing that an author chooses. */
const OF_OTHERS = /\bnamespaceObject\b[\w.?]*(?:\[[^\]]*\])?|\brequest\.userInfo\b[\w.?]*/g;
/** Whether there is an object at all is no choice of its author. */
const OF_AUTHORS = /\b\w*[mM]etadata\b(?!\.hasValue\(\))|\blabels\b|\bannotations\b|\brequest\.name\b/;
/** The name of the object, or of the request about it. */
const OWN_NAME = /\bmetadata\b[^]*\bname\b|\bname\b[^]*\bmetadata\b|\brequest\.name\b/;
/** A variable that is the whole metadata. */
const ALIAS = /\bmetadata(?:\.orValue\([^)]*\))?\s*$/;
const FIELD = /\b(?:labels|annotations)\??\.\??([A-Za-z_]\w*)/g;
/** `labels['a']`, `annotations[?'a']`, `'a' in labels`. */
const INDEXED = /\[\??'([^']+)'\]|'([^']+)'\s+in\b/g;
/** `labels[key]`, with the key out of a list or of the object itself. */
const COMPUTED = /\b(labels|annotations)\b[^'[]{0,20}\[\??([A-Za-z_]\w*)/g;
/** `['a', 'b'].all(key,`. */
const LIST = /\[([^[\]]*)\]\s*\.\w+\(\s*([A-Za-z_]\w*)\s*,/g;
const METHODS = new Set(['hasValue', 'orValue', 'optMap', 'all', 'exists', 'exists_one', 'filter', 'map', 'size']);

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

interface Reading {
  readonly expressions: readonly string[];
  /** Those of them that say of which requests it hears. */
  readonly conditions: readonly string[];
  /** Names of objects that it hears of, or leaves out. */
  readonly listed: readonly string[];
}

const LISTS = new Set(['names', 'resourceNames']);
const CONDITIONS = 'matchConditions';
/** What these leave out is held against the description as an exception, where the policy is of the platform. */
const EXCEPTING: ReadonlySet<string> = new Set(['exclude', CONDITIONS]);
const NOTHING: ReadonlySet<string> = new Set();

/** Everything by which a policy chooses what it judges and says what it demands, but for some parts. */
function readingOf(value: unknown, beside: ReadonlySet<string>): Reading {
  if (typeof value !== 'object' || value === null) return joined([]);
  return joined(
    Object.entries(value).map(([key, item]): Reading => {
      if (beside.has(key)) return joined([]);
      if (key === 'expression' && typeof item === 'string') return { expressions: [item], conditions: [], listed: [] };
      if (LISTS.has(key) && Array.isArray(item)) return { expressions: [], conditions: [], listed: item.map(String) };
      const inside = readingOf(item, beside);
      return key === CONDITIONS ? { ...inside, conditions: inside.expressions } : inside;
    }),
  );
}

const joined = (parts: readonly Reading[]): Reading => ({
  expressions: parts.flatMap(({ expressions }) => expressions),
  conditions: parts.flatMap(({ conditions }) => conditions),
  listed: parts.flatMap(({ listed }) => listed),
});

/**
 * Whether what is wrong with a request, beside the harmless one, is still wrong in a disguise: it is not the very thing that
 * changes, and there is an object to dress. What is removed keeps its labels.
 */
export function leavesFault(
  { name, label, annotation }: Disguise,
  { object }: AdmissionRequest,
  harmless: AdmissionRequest | undefined,
): boolean {
  if (object === null && name === undefined) return false;
  const differs = (key: string): boolean =>
    harmless !== undefined &&
    JSON.stringify(object?.metadata[key] ?? {}) !== JSON.stringify(harmless.object?.metadata[key] ?? {});
  return !(label !== undefined && differs('labels')) && !(annotation !== undefined && differs('annotations'));
}

/** The same request about an object that is dressed up. What is there already keeps its labels: a change adds them. */
export function dressed(request: AdmissionRequest, disguise: Disguise): AdmissionRequest {
  const { name = request.name } = disguise;
  return {
    ...request,
    name,
    object: request.object && clothed(request.object, disguise),
    oldObject: request.oldObject && clothed(request.oldObject, disguise.name === undefined ? {} : { name }),
  };
}

function clothed(object: Manifest, { name, label, annotation }: Partial<Disguise>): Manifest {
  const { metadata } = object;
  const beside = (key: string, more: Texts | undefined): object =>
    more === undefined ? {} : { [key]: { ...(metadata[key] as Texts | undefined), ...more } };
  const named = name === undefined ? {} : { name };
  return {
    ...object,
    metadata: { ...metadata, ...named, ...beside('labels', label), ...beside('annotations', annotation) },
  };
}
