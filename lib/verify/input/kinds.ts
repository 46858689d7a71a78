import { isSlip } from '../../model/fault/fault';
import { ownValue } from '../record';
import { builtInVersion } from './built-in-kinds';

/**
 * The kinds that a verdict can rest on, with the API versions that are understood. A known kind in another version is
 * refused: its fields may mean something else. Kinds that are not listed are kept as they are.
 */
const KNOWN_VERSIONS: Readonly<Record<string, readonly string[]>> = {
  Namespace: ['v1'],
  Pod: ['v1'],
  Service: ['v1'],
  ServiceAccount: ['v1'],
  Node: ['v1'],
  ConfigMap: ['v1'],
  Secret: ['v1'],
  PersistentVolume: ['v1'],
  PersistentVolumeClaim: ['v1'],
  ResourceQuota: ['v1'],
  LimitRange: ['v1'],
  ReplicationController: ['v1'],
  Deployment: ['apps/v1'],
  StatefulSet: ['apps/v1'],
  DaemonSet: ['apps/v1'],
  ReplicaSet: ['apps/v1'],
  CronJob: ['batch/v1'],
  Job: ['batch/v1', 'batch.volcano.sh/v1alpha1'],
  NetworkPolicy: ['networking.k8s.io/v1', 'projectcalico.org/v3', 'crd.projectcalico.org/v1'],
  AdminNetworkPolicy: ['policy.networking.k8s.io/v1alpha1'],
  BaselineAdminNetworkPolicy: ['policy.networking.k8s.io/v1alpha1'],
  ClusterNetworkPolicy: ['policy.networking.k8s.io/v1alpha2', 'networking.k8s.aws/v1alpha1'],
  Role: ['rbac.authorization.k8s.io/v1'],
  ClusterRole: ['rbac.authorization.k8s.io/v1'],
  RoleBinding: ['rbac.authorization.k8s.io/v1'],
  ClusterRoleBinding: ['rbac.authorization.k8s.io/v1'],
  RuntimeClass: ['node.k8s.io/v1'],
  PriorityClass: ['scheduling.k8s.io/v1'],
  StorageClass: ['storage.k8s.io/v1'],
  ValidatingAdmissionPolicy: ['admissionregistration.k8s.io/v1'],
  ValidatingAdmissionPolicyBinding: ['admissionregistration.k8s.io/v1'],
  NodePool: ['karpenter.sh/v1', 'karpenter.sh/v1beta1', 'eks.amazonaws.com/v1'],
  JobSet: ['jobset.x-k8s.io/v1alpha2'],
  TrainJob: ['trainer.kubeflow.org/v1alpha1'],
  TrainingRuntime: ['trainer.kubeflow.org/v1alpha1'],
  ClusterTrainingRuntime: ['trainer.kubeflow.org/v1alpha1'],
  PyTorchJob: ['kubeflow.org/v1'],
  // The older one has the same fields as far as they are read here.
  RayCluster: ['ray.io/v1', 'ray.io/v1alpha1'],
  RayJob: ['ray.io/v1', 'ray.io/v1alpha1'],
};

/**
 * The versions that are understood; undefined if this one is among them, or if the group says that the kind is somebody
 * else's thing of the same name. A group of Kubernetes itself never says that: what stands in the wrong one is no object.
 */
export function refusedVersion(apiVersion: string, kind: string): readonly string[] | undefined {
  const group = groupOf(apiVersion);
  const ofKubernetes = group === 'extensions' || isBuiltInGroup(group);
  const known = ownValue(KNOWN_VERSIONS, kind);
  if (known !== undefined) {
    if (known.includes(apiVersion)) return undefined;
    return ofKubernetes || known.some((version) => groupOf(version) === group) ? known : undefined;
  }
  // Of the rest no version is refused, as long as the group is theirs.
  const served = builtInVersion(kind);
  return served !== undefined && ofKubernetes && groupOf(served) !== group ? [served] : undefined;
}

/** A kind that nobody has, a slip away from one of the same group: what it was meant to do it does not. */
export function misspelt(apiVersion: string, kind: string): string | undefined {
  if (Object.hasOwn(KNOWN_VERSIONS, kind) || isClusterScoped(apiVersion, kind)) return undefined;
  const near = Object.keys(KNOWN_VERSIONS).filter((known) => KNOWN_VERSIONS[known]?.includes(apiVersion) === true);
  return near.find((known) => isSlip(kind, known));
}

/** The API group of `batch/v1` is `batch`; the core group of `v1` has no name. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash === -1 ? '' : apiVersion.slice(0, slash);
}

/** A kind of the API, known or not. */
export interface ApiKind {
  /** Group and version: `networking.k8s.io/v1`. */
  readonly apiVersion: string;
  /** Kind of the API: `NetworkPolicy`. */
  readonly kind: string;
  /** API group, whichever the version: `networking.k8s.io`; the core group has no name. */
  readonly group: string;
  /** What tables of kinds are looked up by: `networking.k8s.io/NetworkPolicy`, of the core group `/Pod`. */
  readonly groupKind: string;
}

export function apiKind(apiVersion: string, kind: string): ApiKind {
  const group = groupOf(apiVersion);
  return { apiVersion, kind, group, groupKind: `${group}/${kind}` };
}

/** Kinds outside namespaces, by API group: other groups have things of the same name. */
const CLUSTER_SCOPED = new Set(
  Object.entries({
    '': 'Namespace Node PersistentVolume ComponentStatus',
    'rbac.authorization.k8s.io': 'ClusterRole ClusterRoleBinding',
    'storage.k8s.io': 'StorageClass CSIDriver CSINode VolumeAttachment VolumeAttributesClass',
    'apiextensions.k8s.io': 'CustomResourceDefinition',
    'apiregistration.k8s.io': 'APIService',
    'admissionregistration.k8s.io':
      'MutatingWebhookConfiguration ValidatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding MutatingAdmissionPolicy MutatingAdmissionPolicyBinding',
    'scheduling.k8s.io': 'PriorityClass',
    'node.k8s.io': 'RuntimeClass',
    'networking.k8s.io': 'IngressClass IPAddress ServiceCIDR',
    'flowcontrol.apiserver.k8s.io': 'FlowSchema PriorityLevelConfiguration',
    'certificates.k8s.io': 'CertificateSigningRequest ClusterTrustBundle',
    'resource.k8s.io': 'DeviceClass ResourceSlice DeviceTaintRule',
    'policy.networking.k8s.io': 'AdminNetworkPolicy BaselineAdminNetworkPolicy ClusterNetworkPolicy',
    'networking.k8s.aws': 'ClusterNetworkPolicy ClusterPolicyEndpoint',
    'snapshot.storage.k8s.io': 'VolumeSnapshotClass VolumeSnapshotContent',
    'groupsnapshot.storage.k8s.io': 'VolumeGroupSnapshotClass VolumeGroupSnapshotContent',
    'gateway.networking.k8s.io': 'GatewayClass',
    'cilium.io': 'CiliumClusterwideNetworkPolicy CiliumCIDRGroup CiliumNode TracingPolicy',
    ...Object.fromEntries(
      ['projectcalico.org', 'crd.projectcalico.org'].map((group) => [
        group,
        'GlobalNetworkPolicy GlobalNetworkSet StagedGlobalNetworkPolicy Tier HostEndpoint IPPool FelixConfiguration',
      ]),
    ),
    'kyverno.io': 'ClusterPolicy ClusterCleanupPolicy GlobalContextEntry',
    'policies.kyverno.io': 'ValidatingPolicy MutatingPolicy ImageValidatingPolicy GeneratingPolicy DeletingPolicy',
    'karpenter.sh': 'NodePool NodeClaim NodeOverlay',
    'karpenter.k8s.aws': 'EC2NodeClass',
    'eks.amazonaws.com': 'NodePool NodeClass',
    'kueue.x-k8s.io': 'ClusterQueue ResourceFlavor Cohort WorkloadPriorityClass AdmissionCheck Topology',
    'trainer.kubeflow.org': 'ClusterTrainingRuntime',
    'argoproj.io': 'ClusterWorkflowTemplate',
    'tekton.dev': 'ClusterTask',
    'serving.kserve.io': 'ClusterServingRuntime',
    'external-secrets.io': 'ClusterSecretStore ClusterExternalSecret ClusterPushSecret',
    'cert-manager.io': 'ClusterIssuer',
    'mellanox.com': 'NicClusterPolicy HostDeviceNetwork MacvlanNetwork IPoIBNetwork',
    'nvidia.com': 'ClusterPolicy',
    'scheduling.volcano.sh': 'Queue',
    'scheduling.run.ai': 'Queue',
  }).flatMap(([group, kinds]) => kinds.split(' ').map((kind) => `${group}/${kind}`)),
);

/** Whether objects of a kind live outside namespaces. Of kinds that nobody here knows it is not known; they have none unless they say so. */
export function isClusterScoped(apiVersion: string, kind: string): boolean {
  return CLUSTER_SCOPED.has(apiKind(apiVersion, kind).groupKind);
}

/** Kinds of Kubernetes itself that live in a namespace, `default` where none is given. */
export function isNamespaced(apiVersion: string, kind: string): boolean {
  if (isClusterScoped(apiVersion, kind)) return false;
  const known = ownValue(KNOWN_VERSIONS, kind);
  return known?.includes(apiVersion) === true || OF_NAMESPACES.has(groupOf(apiVersion));
}

/** Whether a group is one of Kubernetes itself. */
export function isBuiltInGroup(group: string): boolean {
  return OF_NAMESPACES.has(group) || OF_CLUSTER_ALONE.has(group);
}

/** Groups of Kubernetes itself without a kind in namespaces. */
const OF_CLUSTER_ALONE = new Set([
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'certificates.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'node.k8s.io',
  'scheduling.k8s.io',
]);

/** Groups of Kubernetes itself whose kinds live in namespaces, but for those that {@link isClusterScoped} knows. */
const OF_NAMESPACES = new Set([
  '',
  'apps',
  'batch',
  'autoscaling',
  'policy',
  'networking.k8s.io',
  'rbac.authorization.k8s.io',
  'discovery.k8s.io',
  'coordination.k8s.io',
  'events.k8s.io',
  'storage.k8s.io',
  'resource.k8s.io',
]);
