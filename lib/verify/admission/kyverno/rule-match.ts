import { accountUser } from '../../../model/people/account-user';
import { itemsIn, type Field } from '../../input/field';
import { fieldsBelow } from '../../input/fields-below';
import { and, or, type Match } from '../../match';
import type { AdmissionRequest } from '../admission-request';
import { isRecord } from '../../record';
import { namespaceSelected, objectLeftOut, objectSelected, textsOf } from '../resource-match';
import { meansKind } from './kind-selector';
import { annotationTest, wildcardTest } from './wildcard-selector';
import { isLike, isLikeAny } from './wildcards';

const KNOWN = new Set([
  'kinds',
  'operations',
  'namespaces',
  'namespaceSelector',
  'names',
  'name',
  'selector',
  'annotations',
]);

/** Whether a filter says something under a key: what is empty says nothing, but for a selector, which then means all. */
function isSaid([key, { value }]: readonly [string, Field]): boolean {
  if (value === '' || (Array.isArray(value) && value.length === 0)) return false;
  return key !== 'annotations' || !isRecord(value) || Object.keys(value).length > 0;
}

/** Whether the kinds of a filter, of which there are some, mean a request. */
export type KindTest = (kinds: readonly string[], request: AdmissionRequest) => boolean;

/** How a block of filters is held against a request. */
interface Holding {
  readonly isMeant: KindTest;
  readonly selected: typeof objectSelected;
  /** What a selector of namespaces says of a namespace itself. */
  readonly ofNamespace: Match;
  /** Whether the operation counts. */
  readonly byOperation: boolean;
  /** What a filter that names others says of whoever asks. */
  readonly ofOthers: Match;
}

const asWritten: KindTest = (kinds, request) => kinds.some((kind) => meansKind(kind, request));
const ORDINARY: Omit<Holding, 'selected'> = {
  isMeant: asWritten,
  ofNamespace: 'no',
  byOperation: true,
  ofOthers: 'no',
};

/**
 * Whether `match` of a rule of kyverno.io means a request (https://kyverno.io/docs/policy-types/cluster-policy/match-exclude/).
 *
 * @param isMeant @default - as the kinds are written
 */
export function kyvernoMatched(
  field: Field | undefined,
  request: AdmissionRequest,
  isMeant: KindTest = asWritten,
): Match {
  return filtersMatch(field, request, { ...ORDINARY, isMeant, selected: objectSelected });
}

/**
 * Whether `exclude` of a rule takes a request out of its judgement.
 *
 * @param isMeant @default - as the kinds are written
 */
export function kyvernoLeftOut(
  field: Field | undefined,
  request: AdmissionRequest,
  isMeant: KindTest = asWritten,
): Match {
  return filtersMatch(field, request, { ...ORDINARY, isMeant, selected: objectLeftOut });
}

/** The same where others whom it names might ask as well. */
export function kyvernoLeftOutOfSome(field: Field | undefined, request: AdmissionRequest): Match {
  return filtersMatch(field, request, { ...ORDINARY, selected: objectLeftOut, ofOthers: 'maybe' });
}

/**
 * Whether an exception takes a request out of the judgement of rules. It means namespaces whatever they select, and every
 * operation whichever it names (kyverno/kyverno, pkg/engine/utils/exceptions.go); conditions beside that are not evaluated,
 * and whom it names might ask as well.
 */
export function kyvernoExcepted(spec: Field | undefined, request: AdmissionRequest): Match {
  const holding: Holding = {
    ...ORDINARY,
    selected: objectLeftOut,
    ofNamespace: 'yes',
    ofOthers: 'maybe',
    byOperation: false,
  };
  const meant = filtersMatch(spec?.get('match'), request, holding);
  return spec?.get('conditions') === undefined ? meant : and(meant, 'maybe');
}

/** An empty list is none. */
function filtersMatch(field: Field | undefined, request: AdmissionRequest, holding: Holding): Match {
  if (field === undefined) return 'no';
  const [any, all] = ['any', 'all'].map((key) => itemsIn(field, key)) as [readonly Field[], readonly Field[]];
  const matched = (filter: Field): Match => filterMatches(filter, request, holding);
  if (any.length > 0) return any.map(matched).reduce(or);
  return (all.length > 0 ? all : [field]).map(matched).reduce(and);
}

/** Roles of whoever asks: Kyverno looks them up in the bindings of the cluster. */
const ROLES = ['roles', 'clusterRoles'];

/** Whether a rule goes by the roles of whoever asks, which are not looked up here. */
export function goesByRoles(rule: Field): boolean {
  const blocks = ['match', 'exclude'].flatMap((key) => [...fieldsBelow(rule.get(key))]);
  return blocks.some(({ key }) => key !== undefined && ROLES.includes(key));
}

/** Whom a filter names; undefined where it names nobody (kyverno/kyverno, pkg/engine/utils/match.go). */
function peopleMatch(filter: Field, { who }: AdmissionRequest, ofOthers: Match): Match | undefined {
  const subjects = itemsIn(filter, 'subjects');
  const parts: Match[] = ROLES.some((key) => filter.get(key) !== undefined) ? ['maybe'] : [];
  if (subjects.length > 0) parts.push(subjects.some((subject) => namesPerson(subject, who)) ? 'yes' : ofOthers);
  return parts.length === 0 ? undefined : parts.reduce(and);
}

/** Whether a subject names somebody, by name with wildcards (kyverno/kyverno, pkg/utils/match/subjects.go). */
function namesPerson(subject: Field, { username, groups }: AdmissionRequest['who']): boolean {
  const name = nameOfSubject(subject);
  if (name === undefined) return false;
  return subject.get('kind')?.value === 'Group' ? groups.some((group) => isLike(name, group)) : isLike(name, username);
}

/** How whoever asks is called that a subject of a rule names; undefined for kinds that Kyverno does not know. */
export function nameOfSubject(subject: Field): string | undefined {
  const [kind, namespace = '', name = ''] = ['kind', 'namespace', 'name'].map((key) => {
    const value = subject.get(key)?.value;
    return typeof value === 'string' ? value : undefined;
  });
  if (kind === 'ServiceAccount') return accountUser(namespace, name);
  return kind === 'Group' || kind === 'User' ? name : undefined;
}

function filterMatches(filter: Field, request: AdmissionRequest, holding: Holding): Match {
  const { isMeant, selected, ofNamespace, ofOthers, byOperation } = holding;
  const resources = filter.get('resources');
  const people = peopleMatch(filter, request, ofOthers);
  const parts: Match[] = [people ?? 'yes'];
  // A filter that says nothing means nothing.
  if (people === undefined && !(resources?.entries() ?? []).some(isSaid)) return 'no';
  if (resources !== undefined) {
    if (resources.entries().some(([key]) => !KNOWN.has(key))) parts.push('maybe');
    const kinds = textsOf(resources.get('kinds'));
    if (kinds.length > 0) parts.push(isMeant(kinds, request) ? 'yes' : 'no');
    const operations = textsOf(resources.get('operations'));
    if (byOperation && operations.length > 0) parts.push(operations.includes(request.operation) ? 'yes' : 'no');
    const namespaces = textsOf(resources.get('namespaces'));
    if (namespaces.length > 0) parts.push(isLikeAny(namespaces, namespaceOf(request)) ? 'yes' : 'no');
    const name = nameOf(request);
    const names = textsOf(resources.get('names'));
    if (names.length > 0) parts.push(isLikeAny(names, name) ? 'yes' : 'no');
    const one = resources.get('name')?.text() ?? '';
    if (one !== '') parts.push(isLikeAny([one], name) ? 'yes' : 'no');
    const selector = resources.get('namespaceSelector');
    if (selector !== undefined) parts.push(request.kind === 'Namespace' ? ofNamespace : ofLabelled(selector, request));
    // Labels and annotations are those that a change makes, and never those before.
    const asked = request.object === null ? request : { ...request, oldObject: null };
    parts.push(selected(resources.get('selector'), asked, wildcardTest));
    parts.push(selected(resources.get('annotations'), asked, annotationTest, 'annotations'));
  }
  return parts.reduce(and, 'yes');
}

/** A namespace counts as in itself. */
const namespaceOf = ({ kind, name, namespace = '' }: AdmissionRequest): string =>
  kind === 'Namespace' ? name : namespace;

/** The name of the object, whatever the request says. What has none yet goes by the beginning of the one that it will have. */
export function nameOf({ object, oldObject }: AdmissionRequest): string {
  const { name, generateName } = (object ?? oldObject)?.metadata ?? {};
  const [own] = [name, generateName].filter((one) => typeof one === 'string' && one !== '');
  return typeof own === 'string' ? own : '';
}

/** Whether a selector of Kyverno's selects the namespace of a request: outside namespaces there are no labels to select by. */
export function ofLabelled(selector: Field | undefined, request: AdmissionRequest): Match {
  const asked = request.namespace === undefined ? { ...request, labels: new Map<string, string>() } : request;
  return namespaceSelected(selector, asked, wildcardTest);
}
