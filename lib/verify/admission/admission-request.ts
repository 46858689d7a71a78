import { accountUser } from '../../model/people/account-user';
import { KUBE_SYSTEM } from '../../model/kubernetes/kubernetes-namespaces';
import { accountsGroup, ALL_ACCOUNTS, AUTHENTICATED } from '../../model/people/system-groups';

/** Somebody who asks the API server. */
export interface Person {
  readonly username: string;
  readonly groups: readonly string[];
  /** What else the API server was told of them. @default - nothing */
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** Somebody with whatever rights, and none that the platform gave. */
export const SOMEBODY: Person = { username: 'somebody', groups: ['developers', AUTHENTICATED] };

/** What makes the pods of Jobs. */
export const JOB_CONTROLLER: Person = {
  username: accountUser(KUBE_SYSTEM, 'job-controller'),
  groups: [ALL_ACCOUNTS, accountsGroup(KUBE_SYSTEM), AUTHENTICATED],
};

/** A request as admission gets it. */
export interface AdmissionRequest {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';
  readonly group: string;
  readonly version: string;
  /** Kind of what stands in the path: a Pod, where a shell is opened in one. */
  readonly kind: string;
  /** `pods`. */
  readonly resource: string;
  /** `exec`; empty for the object itself. */
  readonly subresource: string;
  /** Empty where everything of a kind is removed at once: each object is judged, under no name of the request. */
  readonly name: string;
  /** Undefined outside namespaces. */
  readonly namespace: string | undefined;
  /** Labels that selectors of namespaces ask for; of a namespace its own. */
  readonly labels: ReadonlyMap<string, string> | undefined;
  readonly object: Manifest | null;
  readonly oldObject: Manifest | null;
  readonly who: Person;
}

/** An object as JSON. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly [key: string]: unknown;
}

/** Name of the resource of a kind: `networkpolicies`, `storageclasses`, `endpoints`. */
function resourceOf(kind: string): string {
  const name = kind.toLowerCase();
  if (/[^aeiou]y$/.test(name)) return name.replace(/y$/, 'ies');
  if (name.endsWith('ss')) return `${name}es`;
  return name.endsWith('s') ? name : `${name}s`;
}

export interface Asking {
  readonly operation: AdmissionRequest['operation'];
  readonly object: Manifest;
  /** What stood before an update. */
  readonly was?: Manifest;
  readonly subresource?: string;
  /** Path behind a proxy. @default - none */
  readonly path?: string;
  /** @default - the plural of the kind */
  readonly resource?: string;
  readonly namespaceLabels?: ReadonlyMap<string, string> | undefined;
  readonly who?: Person;
}

/** The request of somebody who writes an object, removes it, or connects to it. */
export function admissionRequest({
  operation,
  object,
  was,
  subresource = '',
  path,
  resource = resourceOf(object.kind),
  namespaceLabels,
  who = SOMEBODY,
}: Asking): AdmissionRequest {
  const [version = '', group = ''] = object.apiVersion.split('/').reverse();
  const { kind } = object;
  const name = object.metadata['name'];
  const namespace = object.metadata['namespace'];
  return {
    operation,
    group,
    version,
    kind,
    resource,
    subresource,
    name: typeof name === 'string' ? name : '',
    namespace: typeof namespace === 'string' ? namespace : undefined,
    labels: namespaceLabels,
    object:
      operation === 'DELETE'
        ? null
        : operation === 'CONNECT'
          ? { apiVersion: 'v1', kind: 'ConnectOptions', metadata: {}, ...(path === undefined ? {} : { path }) }
          : object,
    oldObject: operation === 'DELETE' ? object : operation === 'UPDATE' ? (was ?? object) : null,
    who,
  };
}
