import type { Platform } from '../../model';

/** Pod Security is stable since this minor version; older rules know fewer faults (https://kep.k8s.io/2579). */
const STABLE = 25;

/** The oldest minor version whose rules are enough: the one that is described, or the first that was stable. */
export function oldestMinor(platform: Pick<Platform, 'kubernetesVersion'> | undefined): number {
  return platform === undefined ? STABLE : Number(platform.kubernetesVersion.split('.')[1]);
}
