import type { Evidence } from '../../evidence';

type Kinds = readonly (readonly [apiVersion: string, kind: string])[];

/** Kinds by which a network plugin opens or shuts what NetworkPolicies say, of a namespace and of the whole cluster. */
const OF_PLUGINS: Readonly<
  Record<NonNullable<Evidence['enforcement']['cni']>, { readonly project: Kinds; readonly cluster: Kinds }>
> = {
  // Nodes read the endpoints of a policy, not the policy (https://github.com/aws/amazon-network-policy-controller-k8s).
  'vpc-cni': {
    project: [
      ['networking.k8s.aws/v1alpha1', 'PolicyEndpoint'],
      ['networking.k8s.aws/v1alpha1', 'ApplicationNetworkPolicy'],
    ],
    cluster: [
      ['networking.k8s.aws/v1alpha1', 'ClusterNetworkPolicy'],
      ['networking.k8s.aws/v1alpha1', 'ClusterPolicyEndpoint'],
    ],
  },
  cilium: {
    project: [['cilium.io/v2', 'CiliumNetworkPolicy']],
    cluster: [['cilium.io/v2', 'CiliumClusterwideNetworkPolicy']],
  },
  calico: {
    project: [
      ['projectcalico.org/v3', 'NetworkPolicy'],
      ['crd.projectcalico.org/v1', 'NetworkPolicy'],
    ],
    cluster: [
      ['projectcalico.org/v3', 'GlobalNetworkPolicy'],
      ['crd.projectcalico.org/v1', 'GlobalNetworkPolicy'],
    ],
  },
};

/** Those of the plugin that the input shows; none where it shows none. */
export function networkKinds({ enforcement: { cni } }: Evidence, where: 'project' | 'cluster'): Kinds {
  return cni === undefined ? [] : OF_PLUGINS[cni][where];
}
