import type { Weakening } from '../../model';
import type { PodSecurityContext, SecurityContext } from '../api';
import type { JobContext } from './job-context';

/**
 * Pod Security "restricted" for a container
 * (https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted), and a root filesystem that code
 * cannot change.
 */
export const RESTRICTED: SecurityContext = {
  allowPrivilegeEscalation: false,
  privileged: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};

export const restricted = (writableRootFilesystem: Weakening | undefined): SecurityContext => ({
  ...RESTRICTED,
  readOnlyRootFilesystem: writableRootFilesystem === undefined,
});

/** The same for the pod: one user without rights on the node, and the runtime's filter of system calls. */
export function podHardening({ platform: { runAs } }: JobContext): PodSecurityContext {
  return {
    runAsNonRoot: true,
    runAsUser: runAs.uid,
    runAsGroup: runAs.gid,
    fsGroup: runAs.gid,
    // "Always" walks through every file of a data set at each start.
    fsGroupChangePolicy: 'OnRootMismatch',
    seccompProfile: { type: 'RuntimeDefault' },
  };
}
