import { KUBE_SYSTEM } from '../../model/kubernetes/kubernetes-namespaces';

/** Where network plugins run by their own manifests: a name alone is no plugin, since anybody may take it elsewhere. */
export const PLUGIN_NAMESPACES = {
  'vpc-cni': [KUBE_SYSTEM],
  cilium: [KUBE_SYSTEM],
  calico: [KUBE_SYSTEM, 'calico-system'],
  flannel: [KUBE_SYSTEM, 'kube-flannel'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
