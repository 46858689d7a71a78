import type { ResourceType } from './resource-type';
import { at } from './values';

/**
 * Fields that an API server refuses to change, for which the provider makes another object
 * (https://github.com/pulumi/pulumi-kubernetes provider/pkg/provider/diff.go).
 */
const IMMUTABLE: Readonly<Record<string, readonly string[]>> = {
  'admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy': [],
  'admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding': [],
  'batch/v1:Job': ['spec.completions', 'spec.completionMode', 'spec.selector', 'spec.template'],
  'core/v1:ConfigMap': [],
  'core/v1:LimitRange': [],
  'core/v1:Namespace': [],
  'core/v1:PersistentVolume': [],
  'core/v1:PersistentVolumeClaim': ['spec'],
  'core/v1:ResourceQuota': [],
  'core/v1:Service': ['spec.clusterIP'],
  'core/v1:ServiceAccount': [],
  'kyverno.io/v1:ClusterPolicy': [],
  'networking.k8s.io/v1:NetworkPolicy': [],
  'rbac.authorization.k8s.io/v1:ClusterRole': [],
  'rbac.authorization.k8s.io/v1:ClusterRoleBinding': ['roleRef'],
  'rbac.authorization.k8s.io/v1:Role': [],
  'rbac.authorization.k8s.io/v1:RoleBinding': ['roleRef'],
  'scheduling.k8s.io/v1:PriorityClass': ['value', 'preemptionPolicy'],
  'storage.k8s.io/v1:StorageClass': ['parameters', 'provisioner'],
};

/** Objects of Kubernetes, by the type that Pulumi gives them. */
export const kubernetesTypes: Readonly<Record<string, ResourceType>> = Object.fromEntries(
  Object.entries(IMMUTABLE).map(([kind, immutable]) => [`kubernetes:${kind}`, object(immutable)]),
);

function object(immutable: readonly string[]): ResourceType {
  return {
    required: ['apiVersion', 'kind', 'metadata'],
    optional: [
      ...['spec', 'data', 'type', 'immutable', 'automountServiceAccountToken', 'rules', 'roleRef', 'subjects'],
      ...['aggregationRule', 'value', 'globalDefault', 'preemptionPolicy', 'description'],
      ...['provisioner', 'parameters', 'reclaimPolicy', 'volumeBindingMode', 'mountOptions', 'allowVolumeExpansion'],
      ...['allowedTopologies', 'secrets', 'imagePullSecrets'],
    ],
    replaces: ['metadata.name', 'metadata.namespace', ...immutable],
    source: 'https://github.com/pulumi/pulumi-kubernetes provider/pkg/provider/diff.go',
    name: 'metadata.name',
    id: ({ metadata }) => {
      const namespace = at(metadata, 'namespace');
      return `${namespace === undefined ? '' : `${String(namespace)}/`}${String(at(metadata, 'name'))}`;
    },
  };
}
