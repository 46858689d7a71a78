/**
 * Who makes a request. Authorization lets all of them do everything ({@link RIGHTS}), so that only admission can refuse;
 * requests are made by impersonation.
 */
export interface Person {
  readonly user: string;
  readonly groups: readonly string[];
}

/** Group that a rig binds to cluster-admin. The library knows nothing of it. */
export const RIGHTS = 'cases:every-right';

const serviceAccount = (namespace: string, name: string): Person => ({
  user: `system:serviceaccount:${namespace}:${name}`,
  groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated', RIGHTS],
});

const person = (user: string, ...groups: string[]): Person => ({
  user,
  groups: [...groups, 'system:authenticated', RIGHTS],
});

/** An engineer of project alpha whom somebody gave every right in the cluster. */
export const engineer = person('engineer@example.com', 'ml:alpha:engineers');
/** A debugger of project beta, by the description. */
export const debuggerOfBeta = person('debugger@example.com', 'ml:beta:debuggers');
/** The platform's own people. */
export const platformAdmin = person('admin@example.com', 'ml:platform-admins');
/** The controller that applies the platform's manifests, by the description. */
export const deployer = serviceAccount('argocd', 'argocd-application-controller');
/** An operator that the description lists. */
export const storageOperator = serviceAccount('rook-ceph', 'rook-csi-rbd-provisioner-sa');
/** An operator that nobody listed. */
export const strangeOperator = serviceAccount('tools', 'operator');

export const jobController = serviceAccount('kube-system', 'job-controller');
export const namespaceController = serviceAccount('kube-system', 'namespace-controller');
export const garbageCollector = serviceAccount('kube-system', 'generic-garbage-collector');
export const endpointController = serviceAccount('kube-system', 'endpointslice-controller');
/** An agent on every node, whose token an escape finds. */
export const nodeAgent = serviceAccount('kube-system', 'aws-node');
export const csiDriver = serviceAccount('kube-system', 'ebs-csi-controller-sa');
export const kyvernoController = serviceAccount('kyverno', 'kyverno-admission-controller');
export const queueController = serviceAccount('kueue-system', 'kueue-controller-manager');
export const scheduler: Person = { user: 'system:kube-scheduler', groups: ['system:authenticated', RIGHTS] };
/** A kubelet. The node's own admission, NodeRestriction, holds beside ours. */
export const kubelet: Person = { user: 'system:node:gpu-0', groups: ['system:nodes', 'system:authenticated', RIGHTS] };
