import type { ApiKind } from '../model/policies/api-kind';

export type Kind = ApiKind;

export type Operation = 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';

/** Kinds and the operations on them that a rule judges. Operations are never left out: none means all of them. */
export interface JudgedKinds {
  readonly kinds: readonly Kind[];
  readonly operations: readonly Operation[];
}

const core = (resource: string, kind: string): Kind => ({ group: '', version: 'v1', resource, kind });
const apps = (resource: string, kind: string): Kind => ({ group: 'apps', version: 'v1', resource, kind });

export const POD = core('pods', 'Pod');
export const SERVICE = core('services', 'Service');
export const NAMESPACE = core('namespaces', 'Namespace');
export const NODE = core('nodes', 'Node');
export const JOB: Kind = { group: 'batch', version: 'v1', resource: 'jobs', kind: 'Job' };
export const CRON_JOB: Kind = { group: 'batch', version: 'v1', resource: 'cronjobs', kind: 'CronJob' };

export const subresource = (of: Kind, name: string): Kind => ({ ...of, subresource: name });

/**
 * Kubernetes' own controllers, judged for early feedback: whoever applies a Job hears at once what its pods would be
 * refused for. Workloads of other projects, such as a PyTorchJob, are judged by the pods that they make; that is why
 * every rule about pods judges pods.
 */
export const POD_MAKERS: readonly Kind[] = [
  apps('daemonsets', 'DaemonSet'),
  apps('deployments', 'Deployment'),
  apps('replicasets', 'ReplicaSet'),
  apps('statefulsets', 'StatefulSet'),
  core('replicationcontrollers', 'ReplicationController'),
  JOB,
  CRON_JOB,
];

/** Whether the kind holds a pod, or a template of one. */
export const holdsPod = (kind: Kind): boolean => kind === POD || POD_MAKERS.includes(kind) || isPodPart(kind);

/** Subresources of pods whose object is the pod itself. */
const isPodPart = ({ group, resource, subresource: part }: Kind): boolean =>
  group === '' && resource === 'pods' && ['ephemeralcontainers', 'resize', 'status'].includes(part ?? '');

/** Pods wherever they are written. */
export const PODS_AND_TEMPLATES: readonly JudgedKinds[] = [
  { kinds: [POD, ...POD_MAKERS], operations: ['CREATE', 'UPDATE'] },
];

/**
 * The same, and when a debug container is added to a running pod, for rules that look at those: `kubectl debug` is an
 * update of a subresource that no rule for pods hears of by itself.
 */
export const DEBUGGED_PODS_AND_TEMPLATES: readonly JudgedKinds[] = [
  { kinds: [POD, subresource(POD, 'ephemeralcontainers'), ...POD_MAKERS], operations: ['CREATE', 'UPDATE'] },
];

/** Pods as they are created, and templates whenever they change: for fields that the cluster itself fills in later. */
export const NEW_PODS_AND_TEMPLATES: readonly JudgedKinds[] = [
  { kinds: [POD], operations: ['CREATE'] },
  { kinds: POD_MAKERS, operations: ['CREATE', 'UPDATE'] },
];

export const NEW_PODS: readonly JudgedKinds[] = [{ kinds: [POD], operations: ['CREATE'] }];

/** API groups that every cluster has, with the kinds of a Kyverno that knows ClusterPolicy. */
const ALWAYS_THERE: ReadonlySet<string> = new Set([
  '',
  'apps',
  'batch',
  'discovery.k8s.io',
  'kyverno.io',
  'networking.k8s.io',
  'node.k8s.io',
  'rbac.authorization.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
]);

/** Whether no operator has to be installed for the kind to exist. */
export const isAlwaysThere = ({ group }: Kind): boolean => ALWAYS_THERE.has(group);

/** What is left to judge without some kinds. */
export const withoutKinds = (judges: readonly JudgedKinds[], out: (kind: Kind) => boolean): JudgedKinds[] =>
  judges
    .map(({ kinds, operations }) => ({ kinds: kinds.filter((kind) => !out(kind)), operations }))
    .filter(({ kinds }) => kinds.length > 0);
