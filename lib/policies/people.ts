import { accountUser } from '../model/people/account-user';
import { KUBE_SYSTEM } from '../model/kubernetes/kubernetes-namespaces';
import type { Platform } from '../model';
import { operatorNamespaces } from '../model/component/operator-namespaces';
import { accountsGroup, NODES } from '../model/people/system-groups';
import { anyOf, type Flag } from './predicate/values';
import { userGroups, userName } from './predicate/request';

const inOneOf = (groups: readonly string[]): Flag => userGroups.exists('group', (group) => group.isOneOf(groups));

/** The platform's own people, and whatever applies its manifests. */
export const isPlatform = ({ policies }: Platform): Flag => inOneOf(policies.platformGroups).named('isPlatform');

/** People who may open shells in any project, for emergencies. */
export const isBreakGlass = ({ policies }: Platform): Flag => inOneOf(policies.breakGlassGroups).named('isBreakGlass');

/** The kubelet of a node. */
export const isNode: Flag = userGroups.has(NODES);

/**
 * Controllers of kube-controller-manager that create, change or delete what is guarded, by their accounts in kube-system
 * (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#controller-roles). Not the whole namespace: node agents
 * have accounts there too, and their tokens are what an escape from a container finds.
 */
const KUBERNETES_CONTROLLERS = [
  'attachdetach-controller',
  'cronjob-controller',
  'daemon-set-controller',
  'deployment-controller',
  'endpoint-controller',
  'endpointslice-controller',
  'endpointslicemirroring-controller',
  'ephemeral-volume-controller',
  'expand-controller',
  'generic-garbage-collector',
  'job-controller',
  'namespace-controller',
  'node-controller',
  'persistent-volume-binder',
  'pod-garbage-collector',
  'pv-protection-controller',
  'pvc-protection-controller',
  'replicaset-controller',
  'replication-controller',
  'resource-claim-controller',
  'resourcequota-controller',
  'root-ca-cert-publisher',
  'service-account-controller',
  'statefulset-controller',
  'ttl-after-finished-controller',
] as const;

/** Kubernetes' own components, where they act under their own names. */
const COMPONENTS = ['system:apiserver', 'system:kube-controller-manager', 'system:kube-scheduler'];

/** What Kubernetes itself does: the garbage collector, the deletion of a namespace, the binding of a volume. */
export function isKubernetes(platform: Platform): Flag {
  const accounts = KUBERNETES_CONTROLLERS.map((name) => accountUser(KUBE_SYSTEM, name));
  return anyOf(userName.isOneOf([...COMPONENTS, ...accounts]), ...others(platform)).named('isKubernetes');
}

/** Kubernetes, and operators that run beside the projects: drivers in kube-system and the components. */
export function isOperator(platform: Platform): Flag {
  return anyOf(
    userName.isOneOf(COMPONENTS),
    inOneOf([...operatorNamespaces(platform)].sort().map(accountsGroup)),
    ...others(platform),
  ).named('isOperator');
}

function others({ aws, policies: { controllers } }: Platform): Flag[] {
  return [
    // EKS keeps this prefix for its own control plane (https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html).
    ...(aws === undefined ? [] : [userName.startsWith('eks:')]),
    // The description does not say which of them are users and which are groups.
    ...(controllers.length === 0 ? [] : [userName.isOneOf(controllers), inOneOf(controllers)]),
  ];
}
