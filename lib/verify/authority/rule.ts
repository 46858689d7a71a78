import { urlAllows, type UrlRequest } from './url';

/** A rule of a role, as RBAC has it. What a list leaves out is not allowed; `*` is everything. */
export interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

/** A rule on the resources of one group, in words: `may('get list', 'batch', 'jobs cronjobs')`. */
export const may = (verbs: string, apiGroup: string, resources: string): Rule => ({
  verbs: verbs.split(' '),
  apiGroups: [apiGroup],
  resources: resources.split(' '),
});

/** A call to the API server. */
export interface ApiRequest {
  /** `create`, `get`, `impersonate`. */
  readonly verb: string;
  /** `''` for the core group. */
  readonly apiGroup: string;
  /** `pods`. */
  readonly resource: string;
  /** `exec`. */
  readonly subresource?: string;
  /** Undefined for resources outside namespaces, and for calls that are about all namespaces. */
  readonly namespace?: string;
  /** Undefined for calls without a name: create, list, watch. */
  readonly name?: string;
}

/**
 * Whether a rule allows a call, by the rules of the authorizer
 * (https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/rbac/v1/evaluation_helpers.go): `pods` does not include
 * `pods/exec`, `pods/*` matches nothing, and of the names only the empty one covers calls that have none.
 */
export function ruleAllows(rule: Rule, request: ApiRequest | UrlRequest): boolean {
  if ('url' in request) return urlAllows(rule, request);
  if (!isAbout(rule, request)) return false;
  const names = rule.resourceNames ?? [];
  const asked = request.name ?? (mayLackName(request) ? '' : undefined);
  return names.length === 0 || (asked !== undefined && names.includes(asked));
}

/**
 * Whether a rule allows the call for some name. A rule that names what it allows gives less than the right, but not
 * nothing.
 */
export function ruleAllowsSome(rule: Rule, request: ApiRequest | UrlRequest): boolean {
  if (ruleAllows(rule, request)) return true;
  if ('url' in request) return false;
  return request.name === undefined && isAbout(rule, request) && namesLimitedTo(rule, request).length > 0;
}

/** Names that a rule limits a call to; the empty one is no object's. */
export function namesLimitedTo({ resourceNames }: Rule, request: ApiRequest): readonly string[] {
  return mayHaveName(request) ? (resourceNames ?? []).filter((name) => name !== '') : [];
}

function isAbout(
  { verbs, apiGroups, resources }: Rule,
  { verb, apiGroup, resource, subresource }: ApiRequest,
): boolean {
  if (!has(verbs, verb) || !has(apiGroups, apiGroup)) return false;
  if (subresource === undefined) return has(resources, resource);
  return has(resources, `${resource}/${subresource}`) || resources?.includes(`*/${subresource}`) === true;
}

/** Calls about a collection; the API server asks for them with an empty name. */
export function mayLackName({ verb, subresource }: Pick<ApiRequest, 'verb' | 'subresource'>): boolean {
  return subresource === undefined && ['create', 'list', 'watch', 'deletecollection'].includes(verb);
}

/**
 * Calls that can be about one object. A list is, with the field selector `metadata.name=NAME`
 * (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-resources).
 */
function mayHaveName({ verb, subresource }: ApiRequest): boolean {
  return subresource !== undefined || !['create', 'deletecollection'].includes(verb);
}

function has(list: readonly string[] | undefined, wanted: string): boolean {
  return list !== undefined && (list.includes('*') || list.includes(wanted));
}

/** `create pods/exec in alpha`. */
export function requestText({ verb, apiGroup, resource, subresource, namespace, name }: ApiRequest): string {
  const group = apiGroup === '' ? '' : `.${apiGroup}`;
  const sub = subresource === undefined ? '' : `/${subresource}`;
  return `${verb} ${resource}${group}${sub}${name === undefined ? '' : ` ${name}`}${namespace === undefined ? '' : ` in ${namespace}`}`;
}
