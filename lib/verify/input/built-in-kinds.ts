/**
 * Kinds of Kubernetes itself by the API version that serves them. No other group of Kubernetes has a kind of one of these
 * names, so that one in such a group is nobody's: https://kubernetes.io/docs/reference/kubernetes-api/.
 */
const KINDS: Readonly<Record<string, string>> = {
  v1: 'ConfigMap Endpoints LimitRange Namespace Node PersistentVolume PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount',
  'apps/v1': 'ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet',
  'batch/v1': 'CronJob Job',
  'autoscaling/v2': 'HorizontalPodAutoscaler',
  'policy/v1': 'PodDisruptionBudget',
  'networking.k8s.io/v1': 'Ingress IngressClass NetworkPolicy ServiceCIDR',
  'rbac.authorization.k8s.io/v1': 'ClusterRole ClusterRoleBinding Role RoleBinding',
  'storage.k8s.io/v1': 'CSIDriver StorageClass VolumeAttachment',
  'scheduling.k8s.io/v1': 'PriorityClass',
  'node.k8s.io/v1': 'RuntimeClass',
  'discovery.k8s.io/v1': 'EndpointSlice',
  'coordination.k8s.io/v1': 'Lease',
  'resource.k8s.io/v1': 'DeviceClass ResourceClaim ResourceClaimTemplate',
  'apiextensions.k8s.io/v1': 'CustomResourceDefinition',
  'apiregistration.k8s.io/v1': 'APIService',
  'certificates.k8s.io/v1': 'CertificateSigningRequest',
  'admissionregistration.k8s.io/v1':
    'MutatingWebhookConfiguration ValidatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding',
};

const VERSION_OF: ReadonlyMap<string, string> = new Map(
  Object.entries(KINDS).flatMap(([version, kinds]) => kinds.split(' ').map((kind) => [kind, version] as const)),
);

/** `apps/v1` of a Deployment; undefined for kinds that Kubernetes itself does not have. */
export function builtInVersion(kind: string): string | undefined {
  return VERSION_OF.get(kind);
}
