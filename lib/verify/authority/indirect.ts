import { ALL_ACCOUNTS } from '../../model/people/system-groups';
import { onceFor, onceForName } from '../once-for';
import { actorOf, type Actor } from './actor';
import type { Authority } from './authority';
import { impersonations, underConstraint } from './impersonation';
import { POD_MAKERS } from './pod-makers';
import { requestText, ruleAllows, type ApiRequest } from './rule';
import { subjectText, type RbacSubject } from './subject';

/** A way to a right that a subject was not given. */
export interface IndirectPath {
  readonly subject: RbacSubject;
  /** Steps in words, the last one is the right itself. */
  readonly steps: readonly string[];
}

/** Subresources that run something in a pod: whoever does takes its service account. */
const COMMANDS_IN_PODS = ['exec', 'attach'];
/** Those that reach into it at all. */
const INTO_RUNNING_PODS = [...COMMANDS_IN_PODS, 'portforward', 'proxy'];
const WRITES = ['create', 'update', 'patch'] as const;
const RBAC = 'rbac.authorization.k8s.io';

/**
 * Everybody who can get a right without being given it: by taking on somebody who has it, by giving it to themselves,
 * or by going around the API server through the kubelet. Steps are followed until nobody new is found.
 */
export function indirectPaths(authority: Authority, request: ApiRequest): readonly IndirectPath[] {
  const holders = new Map<string, Holder>();
  const add = (subject: RbacSubject, steps: readonly string[], isDirect: boolean): void => {
    const key = subjectText(subject);
    if (!holders.has(key)) holders.set(key, { key, steps, isDirect, actor: actorOf(authority, subject) });
  };
  for (const { subject } of authority.grants(request)) add(subject, [], true);
  for (let grown = true; grown;) {
    grown = false;
    let found = [...holders.values()];
    const known = found.map(({ actor }) => actor.subject);
    for (const subject of candidates(authority, request, known)) {
      if (holders.has(subjectText(subject))) continue;
      const steps = firstSteps(authority, actorOf(authority, subject), request, found);
      if (steps === undefined) continue;
      add(subject, steps, false);
      found = [...holders.values()];
      grown = true;
    }
  }
  return [...holders.values()].flatMap(({ isDirect, actor: { subject }, steps }) =>
    isDirect ? [] : [{ subject, steps: [...steps, requestText(request)] }],
  );
}

/**
 * Who could come next on the way to a right. For a namespace: whom a binding of it or of the cluster names, and the same for the namespaces of
 * the service accounts that have the right already, of all where every account has it; nobody else has anything to
 * begin with.
 */
function candidates(
  authority: Authority,
  { namespace }: ApiRequest,
  holders: readonly RbacSubject[],
): readonly RbacSubject[] {
  if (namespace === undefined) return authority.subjects;
  if (holders.some((holder) => isGroup(holder, ALL_ACCOUNTS))) return authority.subjects;
  const namespaces = new Set([
    namespace,
    ...holders.flatMap((holder) =>
      holder.kind === 'ServiceAccount' ? [holder.namespace] : (accountsOf(holder) ?? []),
    ),
  ]);
  const found = new Map<string, RbacSubject>();
  for (const name of namespaces) {
    for (const subject of authority.subjectsIn(name)) found.set(subjectText(subject), subject);
  }
  return [...found.values()];
}

/** Somebody who has the right, or is on the way to it. */
interface Holder {
  readonly key: string;
  readonly steps: readonly string[];
  readonly isDirect: boolean;
  readonly actor: Actor;
}

function firstSteps(
  authority: Authority,
  actor: Actor,
  request: ApiRequest,
  holders: readonly Holder[],
): readonly string[] | undefined {
  return ownStep(authority, actor, request) ?? stepToHolder(authority, actor, request, holders);
}

/** A step that needs nobody else. */
function ownStep(authority: Authority, actor: Actor, request: ApiRequest): readonly string[] | undefined {
  const may: May = (verb, apiGroup, resource, subresource, namespace) => {
    const asked: ApiRequest = {
      verb,
      apiGroup,
      resource,
      ...(subresource === undefined ? {} : { subresource }),
      ...(namespace === undefined ? {} : { namespace }),
    };
    return actor.mayForSome(asked) ? requestText(asked) : undefined;
  };
  const { namespace } = request;
  if (request.resource === 'pods' && INTO_RUNNING_PODS.includes(request.subresource ?? '')) {
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
  return selfGrant(authority, actor, request, may);
}

/** The text of a right that somebody has. */
type May = (
  verb: string,
  apiGroup: string,
  resource: string,
  subresource?: string,
  namespace?: string,
) => string | undefined;

/** Giving oneself a role needs `bind`; widening one's own role needs `escalate`. */
function selfGrant(authority: Authority, actor: Actor, request: ApiRequest, may: May): readonly string[] | undefined {
  const scopes: readonly (string | undefined)[] =
    request.namespace === undefined ? [undefined] : [request.namespace, undefined];
  for (const namespace of scopes) {
    const bindings = namespace === undefined ? 'clusterrolebindings' : 'rolebindings';
    const write = WRITES.map((verb) => may(verb, RBAC, bindings, undefined, namespace)).find(
      (found) => found !== undefined,
    );
    const bind =
      bindStep(authority, actor, request, 'clusterroles', namespace) ??
      (namespace === undefined ? undefined : bindStep(authority, actor, request, 'roles', namespace));
    if (write !== undefined && bind !== undefined) return [`${write} and ${bind}: binds a role that has the right`];
  }
  for (const { binding, role } of actor.roles) {
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

/** A right to bind whatever role, or one that has the right. */
function bindStep(
  { rbac }: Authority,
  actor: Actor,
  request: ApiRequest,
  resource: 'roles' | 'clusterroles',
  namespace: string | undefined,
): string | undefined {
  const asked: ApiRequest = {
    verb: 'bind',
    apiGroup: RBAC,
    resource,
    ...(namespace === undefined ? {} : { namespace }),
  };
  if (actor.may(asked)) return requestText(asked);
  const kind = resource === 'roles' ? 'Role' : 'ClusterRole';
  const named = [...rbac.roles.values()].find(
    (role) =>
      role.kind === kind &&
      (kind === 'ClusterRole' || role.namespace === namespace) &&
      role.rules.some((rule) => ruleAllows(rule, request)) &&
      actor.may({ ...asked, name: role.name }),
  );
  return named && requestText({ ...asked, name: named.name });
}

/** A step that takes on somebody who has the right, or is on the way to it. */
function stepToHolder(
  authority: Authority,
  actor: Actor,
  request: ApiRequest,
  holders: readonly Holder[],
): readonly string[] | undefined {
  for (const holder of holders) {
    const step = takesOn(actor, holder.actor.subject);
    if (step !== undefined) return [`${step} as ${holder.key}`, ...holder.steps];
  }
  for (const holder of holders) {
    for (const { step, mode } of impersonations(actor, holder.actor.subject)) {
      if (mode === undefined) continue;
      const both = underConstraint(actor, holder.actor, mode);
      const further = holder.isDirect && both.mayForSome(request) ? [] : firstSteps(authority, both, request, holders);
      if (further !== undefined) return [`${step} as ${holder.key}, within its impersonate-on:${mode}`, ...further];
    }
  }
  return undefined;
}

function takesOn(actor: Actor, holder: RbacSubject): string | undefined {
  const header = impersonations(actor, holder).find(({ mode }) => mode === undefined)?.step;
  if (header !== undefined) return header;
  if (holder.kind !== 'ServiceAccount') return joins(actor, holder);
  const { name, namespace } = holder;
  const token: ApiRequest = {
    verb: 'create',
    apiGroup: '',
    resource: 'serviceaccounts',
    subresource: 'token',
    name,
    namespace,
  };
  return actor.may(token) ? requestText(token) : takesAnyOf(actor)(namespace);
}

function isGroup(subject: RbacSubject, name: string): boolean {
  return subject.kind === 'Group' && subject.name === name;
}

/** The namespace whose accounts are a group. */
function accountsOf({ kind, name }: RbacSubject): string | undefined {
  return kind === 'Group' && name.startsWith(`${ALL_ACCOUNTS}:`) ? name.slice(ALL_ACCOUNTS.length + 1) : undefined;
}

function joins(actor: Actor, holder: RbacSubject): string | undefined {
  const namespace = accountsOf(holder);
  if (namespace !== undefined) return takesSomeOf(actor, namespace);
  if (!isGroup(holder, ALL_ACCOUNTS) || actor.subject.kind === 'ServiceAccount') return undefined;
  for (const own of [undefined, ...actor.namespaces]) {
    const found = takesSomeOf(actor, own);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A right that leads to some account of a namespace, or of whichever. */
function takesSomeOf(actor: Actor, namespace: string | undefined): string | undefined {
  const within = namespace === undefined ? {} : { namespace };
  const header: ApiRequest = { verb: 'impersonate', apiGroup: '', resource: 'serviceaccounts', ...within };
  const token: ApiRequest = {
    verb: 'create',
    apiGroup: '',
    resource: 'serviceaccounts',
    subresource: 'token',
    ...within,
  };
  const own = [header, token].find((right) => actor.mayForSome(right));
  return own === undefined ? takesAnyOf(actor)(namespace) : requestText(own);
}

/** A right that leads to every account of a namespace, or of all. */
const takesAnyOf = onceFor((actor: Actor) =>
  onceForName((namespace: string | undefined): string | undefined => {
    const within = namespace === undefined ? {} : { namespace };
    const found = LEADING_TO_ACCOUNTS.find((right) => actor.may({ ...right, ...within }));
    return found === undefined ? undefined : requestText({ ...found, ...within });
  }),
);

/** Making a pod, going into one, and reading the Secrets that may hold a token. */
const LEADING_TO_ACCOUNTS: readonly ApiRequest[] = [
  ...WRITES.flatMap((verb) => POD_MAKERS.map((kind) => ({ verb, ...kind }))),
  ...COMMANDS_IN_PODS.flatMap((subresource) =>
    ['create', 'get'].map((verb) => ({ verb, apiGroup: '', resource: 'pods', subresource })),
  ),
  ...['update', 'patch'].map((verb) => ({
    verb,
    apiGroup: '',
    resource: 'pods',
    subresource: 'ephemeralcontainers',
  })),
  ...['get', 'list', 'watch'].map((verb) => ({ verb, apiGroup: '', resource: 'secrets' })),
];
