/** A rule of a role, as RBAC has it. What a list leaves out is not allowed; `*` is everything. */
export interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

/** A call to the API server. */
export interface ApiRequest {
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
 * `pods/exec`, `pods/*` matches nothing, and names do not cover calls that have none.
 */
export function ruleAllows(rule: Rule, request: ApiRequest): boolean {
  if (!ruleAllowsSome(rule, request)) return false;
  const names = rule.resourceNames ?? [];
  return names.length === 0 || (request.name !== undefined && names.includes(request.name));
}

/**
 * Whether a rule allows the call for some name. A rule that names what it allows gives less than the right, but not
 * nothing.
 */
export function ruleAllowsSome(
  { verbs, apiGroups, resources }: Rule,
  { verb, apiGroup, resource, subresource }: ApiRequest,
): boolean {
  if (!has(verbs, verb) || !has(apiGroups, apiGroup)) return false;
  if (subresource === undefined) return has(resources, resource);
  return has(resources, `${resource}/${subresource}`) || resources?.includes(`*/${subresource}`) === true;
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
