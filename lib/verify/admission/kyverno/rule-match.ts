import type { Field } from '../../input/field';
import { and, or, type Match } from '../../match';
import type { AdmissionRequest } from '../admission-request';
import { namespaceSelected, objectLeftOut, objectSelected, textsOf } from '../resource-match';
import { wildcardTest } from './wildcard-selector';
import { isLikeAny } from './wildcards';

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

/**
 * Whether `match` of a rule of kyverno.io means a request (https://kyverno.io/docs/policy-types/cluster-policy/match-exclude/).
 */
export function kyvernoMatched(field: Field | undefined, request: AdmissionRequest): Match {
  return filtersMatch(field, request, objectSelected);
}

/** Whether `exclude` of a rule, or `match` of an exception, takes a request out of its judgement. */
export function kyvernoLeftOut(field: Field | undefined, request: AdmissionRequest): Match {
  return filtersMatch(field, request, objectLeftOut);
}

function filtersMatch(field: Field | undefined, request: AdmissionRequest, selected: typeof objectSelected): Match {
  if (field === undefined) return 'no';
  const [any, all] = [field.get('any'), field.get('all')];
  const filters = (any ?? all)?.items() ?? [field];
  const each = filters.map((item) => filterMatches(item, request, selected));
  return any !== undefined ? each.reduce(or, 'no') : each.reduce(and, 'yes');
}

function filterMatches(filter: Field, request: AdmissionRequest, selected: typeof objectSelected): Match {
  const resources = filter.get('resources');
  // Who asks is matched by roles and bindings as well, which say less than a name.
  const people = ['subjects', 'roles', 'clusterRoles'].some((key) => filter.get(key) !== undefined);
  const parts: Match[] = [people ? 'maybe' : 'yes'];
  if (resources !== undefined) {
    if (resources.entries().some(([key]) => !KNOWN.has(key))) parts.push('maybe');
    const kinds = textsOf(resources.get('kinds'));
    if (kinds.length > 0) parts.push(kinds.map((kind) => kindMatches(kind, request)).reduce(or, 'no'));
    const operations = textsOf(resources.get('operations'));
    if (operations.length > 0) parts.push(operations.includes(request.operation) ? 'yes' : 'no');
    const namespaces = textsOf(resources.get('namespaces'));
    if (namespaces.length > 0) parts.push(isLikeAny(namespaces, request.namespace ?? '') ? 'yes' : 'no');
    const names = [
      ...textsOf(resources.get('names')),
      ...(resources.get('name') === undefined ? [] : [resources.get('name')?.text() ?? '']),
    ];
    if (names.length > 0) parts.push(isLikeAny(names, request.name) ? 'yes' : 'no');
    parts.push(
      namespaceSelected(resources.get('namespaceSelector'), request, wildcardTest),
      selected(resources.get('selector'), request, wildcardTest),
    );
    if (resources.get('annotations') !== undefined) parts.push('maybe');
  }
  return parts.reduce(and, 'yes');
}

/** `Pod`, `v1/Pod`, `apps/v1/Deployment`, `Pod/exec`, with wildcards; of any group if none is named. A pod means its debug containers too. */
function kindMatches(text: string, { group, version, kind, subresource }: AdmissionRequest): Match {
  const parts = text.split('/');
  const named = parts.findIndex((part) => /^[A-Z]/.test(part));
  const at = named === -1 ? parts.length - 1 : named;
  const [wanted = '', part = ''] = [parts[at], parts[at + 1]];
  const [wantedVersion = '*', wantedGroup = '*'] = parts.slice(0, at).reverse();
  if (!isLikeAny([wanted], kind)) return 'no';
  if (!isLikeAny([wantedVersion], version) || !isLikeAny([wantedGroup], group)) return 'no';
  if (part === subresource || part === '*') return 'yes';
  return part === '' && kind === 'Pod' && subresource === 'ephemeralcontainers' ? 'yes' : 'no';
}
