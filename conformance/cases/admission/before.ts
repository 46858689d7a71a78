import type { KubeObject } from '../../rig/kubectl';
import type { AdmissionCase } from './case';
import { RIGHTS } from './people';
import { platform } from './platform';

const { keys } = platform;

/** Projects whose namespaces stand already; that of an adopted one is made by a case. */
const projects = platform.projects.filter(({ existing }) => existing.namespace === undefined);

const namespace = (name: string, labels: Readonly<Record<string, string>> = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels },
});

/**
 * What stands in the cluster before any policy: the namespaces of the cases, without Pod Security, so that only our own
 * rules answer; the accounts and priorities that pods name; and every right for whoever makes the requests.
 */
export const STAGE: readonly KubeObject[] = [
  ...projects.map(({ name, namespace: own }) => namespace(own, { [keys.tier]: 'training', [keys.project]: name })),
  ...['apps', 'inference', 'monitoring', 'falco', 'argocd', 'tools', 'rook-ceph', 'kueue-system'].map((name) =>
    namespace(name),
  ),
  ...projects.map(({ namespace: own, serviceAccount }) => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: serviceAccount, namespace: own },
  })),
  ...[platform.priorities.training, platform.priorities.interruptible].map(({ name, value, preempts }) => ({
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name },
    value,
    preemptionPolicy: preempts ? 'PreemptLowerPriority' : 'Never',
  })),
  ...['gvisor', 'runc-privileged'].map((name) => ({
    apiVersion: 'node.k8s.io/v1',
    kind: 'RuntimeClass',
    metadata: { name },
    handler: name,
  })),
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'cases-every-right' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: RIGHTS }],
  },
];

/**
 * A kind of an operator that is not installed, as far as the cases need it
 * (https://github.com/kubernetes-csi/external-snapshotter).
 */
export const DEFINITIONS: readonly KubeObject[] = [
  {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: 'volumesnapshots.snapshot.storage.k8s.io',
      annotations: { 'api-approved.kubernetes.io': 'unapproved, for tests only' },
    },
    spec: {
      group: 'snapshot.storage.k8s.io',
      names: { plural: 'volumesnapshots', kind: 'VolumeSnapshot' },
      scope: 'Namespaced',
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
        },
      ],
    },
  },
];

/**
 * The objects that the cases change, delete and connect to; each has a name of its own. Without their owners, which do
 * not exist: the garbage collector would take them away.
 */
export function standing(cases: readonly AdmissionCase[]): KubeObject[] {
  const objects = cases.flatMap(({ request }) => {
    switch (request.operation) {
      case 'CREATE':
        return request.on === undefined ? [] : [request.on];
      case 'CONNECT':
        return [request.to];
      default:
        return [request.was];
    }
  });
  const seen = new Set<string>();
  return objects
    .filter(({ kind, metadata }) => {
      const key = [kind, metadata.namespace, metadata.name].join('/');
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .map(({ metadata: { ownerReferences: _, ...metadata }, ...object }) => ({ ...object, metadata }) as KubeObject);
}
