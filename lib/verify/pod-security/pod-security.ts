import type { Field } from '../input/field';
import * as baseline from './baseline';
import * as restricted from './restricted';
import { judgedPod, type Control, type Violation } from './violation';

export type Level = 'privileged' | 'baseline' | 'restricted';

const BASELINE: readonly Control[] = [
  baseline.hostNamespaces,
  baseline.privileged,
  baseline.addedCapabilities,
  baseline.hostPaths,
  baseline.hostPorts,
  baseline.probeHosts,
  baseline.appArmor,
  baseline.seLinux,
  baseline.procMount,
  baseline.seccomp,
  baseline.sysctls,
  baseline.windowsHostProcess,
];

/** Some controls of restricted take the place of those of baseline. */
const REPLACED: readonly Control[] = [
  baseline.addedCapabilities,
  baseline.hostPaths,
  baseline.procMount,
  baseline.seccomp,
];
const RESTRICTED: readonly Control[] = [
  ...BASELINE.filter((control) => !REPLACED.includes(control)),
  restricted.procMount,
  restricted.volumeTypes,
  restricted.privilegeEscalation,
  restricted.runAsNonRoot,
  restricted.runAsUser,
  restricted.requiredSeccomp,
  restricted.capabilities,
];

/** The newest minor version whose rules are known here, for `latest`. */
const LATEST = 37;

/**
 * What a level of Pod Security forbids a pod, by the rules of a minor version of Kubernetes
 * (https://kubernetes.io/docs/concepts/security/pod-security-standards/).
 */
export function podSecurity(
  level: Level,
  metadata: Field | undefined,
  spec: Field,
  minor: number = LATEST,
): readonly Violation[] {
  if (level === 'privileged') return [];
  const pod = judgedPod(metadata, spec);
  return (level === 'baseline' ? BASELINE : RESTRICTED).flatMap((control) => [...control(pod, minor)]);
}

/** The minor version that a label means: `v1.36`, `latest`; undefined for anything else. */
export function minorOf(version: string | undefined): number | undefined {
  if (version === undefined || version === 'latest') return LATEST;
  const match = /^v1\.(\d+)$/.exec(version);
  return match === null ? undefined : Math.min(Number(match[1]), LATEST);
}
