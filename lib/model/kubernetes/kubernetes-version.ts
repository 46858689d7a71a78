/**
 * Minor versions of Kubernetes that the library writes for. EKS has them in standard support at the end of 2026
 * (https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html).
 */
export const KUBERNETES_VERSIONS = ['1.34', '1.35', '1.36'] as const;
/** A minor version of Kubernetes, `1.36`. */
export type KubernetesVersion = (typeof KUBERNETES_VERSIONS)[number];
/** The newest of them: nodes and control plane start with the longest time of support before them. */
export const DEFAULT_KUBERNETES_VERSION: KubernetesVersion = '1.36';
