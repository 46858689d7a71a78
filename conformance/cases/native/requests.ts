import {
  admissionRequest,
  type AdmissionRequest,
  type Manifest,
} from '../../../lib/verify/admission/admission-request';

type Texts = Readonly<Record<string, string>>;

const CONTAINERS = [{ name: 'main', image: 'main' }];
const SPEC = { containers: CONTAINERS, automountServiceAccountToken: false };
const NAMESPACES: Readonly<Record<string, Texts>> = { 'team-a': { tier: 'x' }, 'team-b': {} };

const manifest = (apiVersion: string, kind: string, metadata: Manifest['metadata'], rest: object = {}): Manifest => ({
  apiVersion,
  kind,
  metadata,
  ...rest,
});
const deployment = (metadata: Manifest['metadata']): Manifest =>
  manifest('apps/v1', 'Deployment', metadata, {
    spec: {
      replicas: 0,
      selector: { matchLabels: { app: 'inner' } },
      template: { metadata: { labels: { app: 'inner' } }, spec: SPEC },
    },
  });

const POD = manifest('v1', 'Pod', { name: 'web', namespace: 'team-a', labels: { app: 'web' } }, { spec: SPEC });
const OTHER_POD = manifest('v1', 'Pod', { name: 'other', namespace: 'team-b', labels: { tier: 'x' } }, { spec: SPEC });
const FILES = manifest('v1', 'ConfigMap', { name: 'web', namespace: 'team-b', labels: { app: 'x' } });
const DEPLOYMENT = deployment({ name: 'web', namespace: 'team-a', labels: { app: 'web', tier: 'x' } });
const ROLE = manifest('rbac.authorization.k8s.io/v1', 'ClusterRole', { name: 'web', labels: { app: 'web' } });
const TEAM_A = manifest('v1', 'Namespace', { name: 'team-a', labels: NAMESPACES['team-a'] });

/** Objects that stand in the cluster before any policy. */
export const STANDING: readonly Manifest[] = [
  TEAM_A,
  manifest('v1', 'Namespace', { name: 'team-b' }),
  POD,
  OTHER_POD,
  FILES,
  DEPLOYMENT,
  ROLE,
];

/** A request to the API server, and what admission makes of it. */
export interface NativeRequest {
  readonly title: string;
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: object;
  readonly admission: AdmissionRequest;
}

const RESOURCES: Readonly<Record<string, string>> = {
  Pod: 'api/v1/pods',
  ConfigMap: 'api/v1/configmaps',
  Namespace: 'api/v1/namespaces',
  Deployment: 'apis/apps/v1/deployments',
  ClusterRole: 'apis/rbac.authorization.k8s.io/v1/clusterroles',
};

function pathOf({ kind, metadata }: Manifest, name?: string): string {
  const { namespace } = metadata;
  const root = RESOURCES[kind] as string;
  const at = root.lastIndexOf('/');
  const within = typeof namespace === 'string' ? `/namespaces/${namespace}` : '';
  return `/${root.slice(0, at)}${within}${root.slice(at)}${name === undefined ? '' : `/${name}`}`;
}

function labelsFor({ kind, metadata }: Manifest): ReadonlyMap<string, string> | undefined {
  const { namespace, name, labels } = metadata as {
    readonly namespace?: string;
    readonly name: string;
    readonly labels?: Texts;
  };
  const own = kind === 'Namespace' ? (labels ?? {}) : namespace === undefined ? undefined : NAMESPACES[namespace];
  if (own === undefined) return undefined;
  return new Map(Object.entries({ ...own, 'kubernetes.io/metadata.name': namespace ?? name }));
}

const nameOf = ({ metadata }: Manifest): string => String(metadata['name']);

function create(object: Manifest): NativeRequest {
  return {
    title: `CREATE of ${object.kind} ${nameOf(object)}`,
    method: 'POST',
    path: pathOf(object),
    body: object,
    admission: admissionRequest({ operation: 'CREATE', object: stored(object), namespaceLabels: labelsFor(object) }),
  };
}

function update(was: Manifest, labels: Texts, subresource = ''): NativeRequest {
  const given = Object.fromEntries(Object.keys((was.metadata['labels'] ?? {}) as Texts).map((key) => [key, null]));
  const object: Manifest = { ...was, metadata: { ...was.metadata, labels } };
  return {
    title: `UPDATE of ${[was.kind, nameOf(was), subresource].join(' ').trim()}`,
    method: 'PATCH',
    path: [pathOf(was, nameOf(was)), ...(subresource === '' ? [] : [subresource])].join('/'),
    body: { metadata: { labels: { ...given, ...labels } } },
    admission: admissionRequest({
      operation: 'UPDATE',
      object: stored(object),
      was: stored(was),
      subresource,
      namespaceLabels: labelsFor(object),
    }),
  };
}

function remove(was: Manifest): NativeRequest {
  return {
    title: `DELETE of ${was.kind} ${nameOf(was)}`,
    method: 'DELETE',
    path: pathOf(was, nameOf(was)),
    admission: admissionRequest({ operation: 'DELETE', object: stored(was), namespaceLabels: labelsFor(was) }),
  };
}

/** Removes one by a request about all: it has no name. */
function removeTogether(was: Manifest): NativeRequest {
  const { admission } = remove(was);
  return {
    title: `DELETE of all like ${was.kind} ${nameOf(was)}`,
    method: 'DELETE',
    path: `${pathOf(was)}?fieldSelector=metadata.name%3D${nameOf(was)}`,
    admission: { ...admission, name: '' },
  };
}

/** Every namespace is labelled with its name. */
function stored(object: Manifest): Manifest {
  if (object.kind !== 'Namespace') return object;
  const labels = { ...(object.metadata['labels'] as Texts | undefined), 'kubernetes.io/metadata.name': nameOf(object) };
  return { ...object, metadata: { ...object.metadata, labels } };
}

const again = (object: Manifest, name: string, labels: Texts = {}): Manifest => ({
  ...object,
  metadata: { ...object.metadata, name, labels },
});

/** Requests of every operation, on objects and parts of them, in namespaces and outside. */
export const REQUESTS: readonly NativeRequest[] = [
  create(again(POD, 'new', { app: 'web' })),
  create(again(OTHER_POD, 'web')),
  create(again(FILES, 'new', { app: 'x', tier: 'y' })),
  create(again(DEPLOYMENT, 'new')),
  create(again(TEAM_A, 'team-c', { tier: 'y' })),
  create(again(ROLE, 'new', { tier: 'x' })),
  update(POD, { app: 'x' }),
  update(POD, { app: 'x' }, 'status'),
  update(OTHER_POD, { tier: 'x', app: 'web' }),
  update(FILES, { app: 'web' }),
  update(DEPLOYMENT, {}),
  update(DEPLOYMENT, { app: 'web' }, 'status'),
  update(TEAM_A, { tier: 'y' }),
  update(ROLE, {}),
  remove(POD),
  remove(OTHER_POD),
  remove(FILES),
  remove(DEPLOYMENT),
  remove(ROLE),
  removeTogether(OTHER_POD),
  removeTogether(FILES),
  removeTogether(ROLE),
];
