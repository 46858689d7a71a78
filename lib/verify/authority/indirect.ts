import type { Authority } from './authority';
import { roleKey, type Binding, type Role } from './read-rbac';
import { ruleAllowsSome, requestText, type ApiRequest } from './rule';
import { identityOf, subjectText, type Subject } from './subject';

/** A way to a right that a subject was not given. */
export interface IndirectPath {
  readonly subject: Subject;
  /** Steps in words, the last one is the right itself. */
  readonly steps: readonly string[];
}

/** Kinds whose writers run code in pods of a namespace, with every service account, secret and volume of it. */
export const POD_MAKERS: readonly { readonly apiGroup: string; readonly resource: string }[] = [
  { apiGroup: '', resource: 'pods' },
  { apiGroup: '', resource: 'replicationcontrollers' },
  ...['deployments', 'statefulsets', 'daemonsets', 'replicasets'].map((resource) => ({ apiGroup: 'apps', resource })),
  ...['jobs', 'cronjobs'].map((resource) => ({ apiGroup: 'batch', resource })),
  { apiGroup: 'jobset.x-k8s.io', resource: 'jobsets' },
  { apiGroup: 'trainer.kubeflow.org', resource: 'trainjobs' },
  { apiGroup: 'trainer.kubeflow.org', resource: 'trainingruntimes' },
  { apiGroup: 'kubeflow.org', resource: 'pytorchjobs' },
  ...['rayclusters', 'rayjobs'].map((resource) => ({ apiGroup: 'ray.io', resource })),
  { apiGroup: 'batch.volcano.sh', resource: 'jobs' },
];

/** Subresources that reach into a pod; whoever is in takes its service account. */
const INTO_PODS = ['exec', 'attach', 'portforward', 'proxy'];
const WRITES = ['create', 'update', 'patch'] as const;
const RBAC = 'rbac.authorization.k8s.io';

/**
 * Everybody who can get a right without being given it: by taking on somebody who has it, by giving it to themselves,
 * or by going around the API server through the kubelet. Steps are followed until nobody new is found.
 */
export function indirectPaths(authority: Authority, request: ApiRequest): readonly IndirectPath[] {
  const holders = new Map<string, readonly string[]>();
  const known = new Map<string, Subject>();
  const add = (subject: Subject, steps: readonly string[]): boolean => {
    const key = subjectText(subject);
    if (holders.has(key)) return false;
    holders.set(key, steps);
    known.set(key, subject);
    return true;
  };
  for (const { subject } of authority.grants(request)) add(subject, []);
  const direct = new Set(holders.keys());
  for (let grown = true; grown;) {
    grown = false;
    for (const subject of candidates(authority, request, [...known.values()])) {
      if (holders.has(subjectText(subject))) continue;
      const step = ownStep(authority, subject, request) ?? stepToHolder(authority, subject, holders, known);
      if (step !== undefined) grown = add(subject, step) || grown;
    }
  }
  return [...holders].flatMap(([key, steps]) =>
    direct.has(key) ? [] : [{ subject: known.get(key) as Subject, steps: [...steps, requestText(request)] }],
  );
}

/**
 * Who could be next. For a namespace: whom a binding of it or of the cluster names, and the same for the namespaces of
 * the service accounts that have the right already; nobody else has anything to begin with.
 */
function candidates(authority: Authority, { namespace }: ApiRequest, holders: readonly Subject[]): readonly Subject[] {
  if (namespace === undefined) return authority.subjects;
  const namespaces = new Set([
    namespace,
    ...holders.flatMap((holder) => (holder.kind === 'ServiceAccount' ? [holder.namespace] : [])),
  ]);
  const found = new Map<string, Subject>();
  for (const name of namespaces) {
    for (const subject of authority.subjectsIn(name)) found.set(subjectText(subject), subject);
  }
  return [...found.values()];
}

/** A step that needs nobody else. */
function ownStep(authority: Authority, subject: Subject, request: ApiRequest): readonly string[] | undefined {
  const may = (
    verb: string,
    apiGroup: string,
    resource: string,
    subresource?: string,
    namespace?: string,
  ): string | undefined => {
    const asked: ApiRequest = {
      verb,
      apiGroup,
      resource,
      ...(subresource === undefined ? {} : { subresource }),
      ...(namespace === undefined ? {} : { namespace }),
    };
    return mayForSome(authority, subject, asked) ? requestText(asked) : undefined;
  };
  const { namespace } = request;
  if (request.resource === 'pods' && INTO_PODS.includes(request.subresource ?? '')) {
    const kubelet = may('get', '', 'nodes', 'proxy') ?? may('create', '', 'nodes', 'proxy');
    if (kubelet !== undefined) return [`${kubelet}: the kubelet runs commands in every pod of its node`];
    const debug =
      may('update', '', 'pods', 'ephemeralcontainers', namespace) ??
      may('patch', '', 'pods', 'ephemeralcontainers', namespace);
    if (debug !== undefined) return [`${debug}: a container of one's own in a running pod`];
  }
  const approve = may('approve', 'certificates.k8s.io', 'signers');
  const sign = may('update', 'certificates.k8s.io', 'certificatesigningrequests', 'approval');
  if (approve !== undefined && sign !== undefined) return [`${sign} and ${approve}: a client certificate for any name`];
  const webhook = WRITES.map((verb) => may(verb, 'admissionregistration.k8s.io', 'mutatingwebhookconfigurations')).find(
    (found) => found !== undefined,
  );
  if (webhook !== undefined) return [`${webhook}: changes what everybody else writes`];
  return selfGrant(authority, subject, request, may);
}

type May = (
  verb: string,
  apiGroup: string,
  resource: string,
  subresource?: string,
  namespace?: string,
) => string | undefined;

/** Giving oneself a role needs `bind`; widening one's own role needs `escalate`. */
function selfGrant(
  authority: Authority,
  subject: Subject,
  request: ApiRequest,
  may: May,
): readonly string[] | undefined {
  const scopes: readonly (string | undefined)[] =
    request.namespace === undefined ? [undefined] : [request.namespace, undefined];
  for (const namespace of scopes) {
    const bindings = namespace === undefined ? 'clusterrolebindings' : 'rolebindings';
    const write = WRITES.map((verb) => may(verb, RBAC, bindings, undefined, namespace)).find(
      (found) => found !== undefined,
    );
    const bind =
      may('bind', RBAC, 'clusterroles', undefined, namespace) ??
      (namespace === undefined ? undefined : may('bind', RBAC, 'roles', undefined, namespace));
    if (write !== undefined && bind !== undefined) return [`${write} and ${bind}: binds a role that has the right`];
  }
  for (const { binding, role } of rolesOf(authority, subject)) {
    if (binding.namespace !== undefined && binding.namespace !== request.namespace) continue;
    const resource = role.kind === 'Role' ? 'roles' : 'clusterroles';
    const scope = role.kind === 'Role' ? binding.namespace : undefined;
    const write = (['update', 'patch'] as const)
      .map((verb) => may(verb, RBAC, resource, undefined, scope))
      .find((found) => found !== undefined);
    const escalate = may('escalate', RBAC, resource, undefined, scope);
    if (write !== undefined && escalate !== undefined)
      return [`${write} and ${escalate}: widens ${role.name}, which it has`];
  }
  return undefined;
}

function rolesOf(
  authority: Authority,
  subject: Subject,
): readonly { readonly binding: Binding; readonly role: Role }[] {
  const identity = identityOf(subject);
  return authority.bindingsOf(identity).flatMap((binding) => {
    const role = authority.rbac.roles.get(roleKey(binding.role.kind, binding.namespace, binding.role.name));
    return role === undefined ? [] : [{ binding, role }];
  });
}

/** A step that takes on somebody who has the right, or is on the way to it. */
function stepToHolder(
  authority: Authority,
  subject: Subject,
  holders: ReadonlyMap<string, readonly string[]>,
  known: ReadonlyMap<string, Subject>,
): readonly string[] | undefined {
  for (const [key, steps] of holders) {
    const holder = known.get(key) as Subject;
    const step = takesOn(authority, subject, holder);
    if (step !== undefined) return [`${step} as ${key}`, ...steps];
  }
  return undefined;
}

function takesOn(authority: Authority, subject: Subject, holder: Subject): string | undefined {
  const may = (request: ApiRequest): string | undefined =>
    authority.subjectMay(subject, request) ? requestText(request) : undefined;
  const impersonate = (resource: string, name: string, namespace?: string): string | undefined =>
    may({ verb: 'impersonate', apiGroup: '', resource, name, ...(namespace === undefined ? {} : { namespace }) });
  switch (holder.kind) {
    case 'User':
    case 'IAM':
      return impersonate('users', holder.name);
    case 'Group':
      // A group is impersonated together with some user.
      return mayForSome(authority, subject, { verb: 'impersonate', apiGroup: '', resource: 'users' })
        ? impersonate('groups', holder.name)
        : undefined;
    case 'ServiceAccount': {
      const { name, namespace } = holder;
      return (
        impersonate('serviceaccounts', name, namespace) ??
        impersonate('users', `system:serviceaccount:${namespace}:${name}`) ??
        may({ verb: 'create', apiGroup: '', resource: 'serviceaccounts', subresource: 'token', name, namespace }) ??
        WRITES.flatMap((verb) => POD_MAKERS.map((kind) => may({ verb, ...kind, namespace }))).find(
          (found) => found !== undefined,
        ) ??
        INTO_PODS.slice(0, 2)
          .flatMap((subresource) =>
            ['create', 'get'].map((verb) => may({ verb, apiGroup: '', resource: 'pods', subresource, namespace })),
          )
          .find((found) => found !== undefined) ??
        ['update', 'patch']
          .map((verb) => may({ verb, apiGroup: '', resource: 'pods', subresource: 'ephemeralcontainers', namespace }))
          .find((found) => found !== undefined) ??
        ['get', 'list', 'watch']
          .map((verb) => may({ verb, apiGroup: '', resource: 'secrets', namespace }))
          .find((found) => found !== undefined)
      );
    }
  }
}

/** Whether somebody may do something, at least for objects of some name. */
function mayForSome(authority: Authority, subject: Subject, request: ApiRequest): boolean {
  if (authority.subjectMay(subject, request)) return true;
  return rolesOf(authority, subject).some(
    ({ binding, role }) =>
      (binding.namespace === undefined || binding.namespace === request.namespace) &&
      role.rules.some((rule) => ruleAllowsSome(rule, request)),
  );
}
