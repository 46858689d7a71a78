import type { Field } from '../../input/field';
import type { KubernetesObject } from '../../input/kubernetes-object';

/**
 * A policy of a kind that is not evaluated here: Cilium, Calico, AWS and others. It may allow or deny anything to the
 * pods in its reach, so whatever it may govern is undecided.
 */
export interface ForeignPolicy {
  readonly object: KubernetesObject;
  /** The namespace that it governs; undefined for the whole cluster. */
  readonly namespace: string | undefined;
}

/** Groups whose kinds with these endings are network policies. */
const POLICY_KIND =
  /^(?!Staged)(?:Cilium|Global|Cluster|Application|Admin|BaselineAdmin|Multi)*(?:Clusterwide)?NetworkPolicy$/;

const GROUPS = new Set([
  'cilium.io',
  'projectcalico.org',
  'crd.projectcalico.org',
  'networking.k8s.aws',
  'crd.antrea.io',
  'antrea.tanzu.vmware.com',
  'policy.networking.k8s.io',
  'networking.gke.io',
]);

/** What hosts and agents get in place of a policy. */
const COMPILED = new Set(['HostEndpoint', 'ClusterPolicyEndpoint']);

/** The policy that an object is, if it is one of these. Staged policies enforce nothing; secondary networks are another matter. */
export function foreignPolicy(object: KubernetesObject): ForeignPolicy | undefined {
  const { kind, group, namespace } = object;
  const isPolicy = POLICY_KIND.test(kind) || COMPILED.has(kind);
  return (isPolicy && GROUPS.has(group)) || isPrimaryNetwork(object) ? { object, namespace } : undefined;
}

/**
 * A network that takes the cluster's place for the pods of namespaces, who then meet nobody outside it
 * (https://ovn-kubernetes.io/features/user-defined-networks/user-defined-networks/).
 */
function isPrimaryNetwork(object: KubernetesObject): boolean {
  const spec = object.field.get('spec');
  switch (object.groupKind) {
    case 'k8s.ovn.org/UserDefinedNetwork':
      return hasPrimaryRole(spec);
    case 'k8s.ovn.org/ClusterUserDefinedNetwork':
      return hasPrimaryRole(spec?.get('network'));
    // What the other two become.
    case 'k8s.cni.cncf.io/NetworkAttachmentDefinition':
      return /"role"\s*:\s*"primary"/.test(String(spec?.get('config')?.value));
    default:
      return false;
  }
}

function hasPrimaryRole(network: Field | undefined): boolean {
  return ['layer2', 'layer3'].some((topology) => network?.at(topology, 'role')?.value === 'Primary');
}
