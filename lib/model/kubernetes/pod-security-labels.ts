/** What Pod Security does about a pod that the level of a namespace forbids. */
export const POD_SECURITY_MODES = ['enforce', 'audit', 'warn'] as const;
export type PodSecurityMode = (typeof POD_SECURITY_MODES)[number];

/** Labels of a namespace by which Pod Security goes (https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-admission-labels-for-namespaces). */
export function podSecurityKeys(mode: PodSecurityMode): { readonly level: string; readonly version: string } {
  const level = `pod-security.kubernetes.io/${mode}`;
  return { level, version: `${level}-version` };
}

/** The labels of what it refuses. */
export const ENFORCED = podSecurityKeys('enforce');
