import type { KubernetesVersion } from '../../model';
import type { Requirement } from '../rule';
import { pod } from '../predicate/pod';
import type { Flag } from '../predicate/values';

/** A control of the Pod Security Standards at level "restricted", as it reads at a version of Kubernetes. */
export type Control = (version: KubernetesVersion) => Requirement;

/** Windows has no such field; the API server refuses pods of Windows that set it. */
export const isWindows: Flag = pod.text('os.name').is('windows');

/**
 * From 1.35 on, a pod in a user namespace of its own may run as root there
 * (https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/127-user-namespaces).
 */
export function orInUserNamespace(version: KubernetesVersion, holds: Flag): Flag {
  return version === '1.34' ? holds : pod.flag('hostUsers', true).not().or(holds);
}
