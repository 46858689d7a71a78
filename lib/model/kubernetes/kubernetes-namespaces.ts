/** Where the control plane and agents of nodes run, on every cluster. */
export const KUBE_SYSTEM = 'kube-system';

/** Of a namespaced object that names none; the one namespace of Kubernetes' making that is for people. */
export const DEFAULT_NAMESPACE = 'default';

const SYSTEM: ReadonlySet<string> = new Set([KUBE_SYSTEM, 'kube-public', 'kube-node-lease']);

/** Namespaces that Kubernetes makes for itself: agents there ask for devices without being training. */
export function isSystemNamespace(namespace: string): boolean {
  return SYSTEM.has(namespace);
}

/** Namespaces that are there before anybody writes one. */
export function isMadeByKubernetes(namespace: string): boolean {
  return namespace === DEFAULT_NAMESPACE || isSystemNamespace(namespace);
}

/**
 * Names that nobody should give to a namespace of his own
 * (https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/).
 */
export function isReservedNamespace(namespace: string): boolean {
  return namespace === DEFAULT_NAMESPACE || namespace.startsWith('kube-');
}
