import * as v from 'valibot';
import { count, shape } from '../fault/shape';

/**
 * User and group of training processes. One for the platform, since volumes are mounted for it: a file of a prefix or
 * access point belongs to whom the mount says.
 */
export interface RunAs {
  /** Id of the user, not 0. */
  readonly uid: number;
  /** Id of the group, not 0. */
  readonly gid: number;
}

export const runAsShape = v.optional(shape<RunAs>({ uid: count, gid: count }));

/** Above the range that hosts give to people and daemons (checkov CKV_K8S_40, trivy KSV-0020: above 10000). */
export const DEFAULT_RUN_AS: RunAs = { uid: 10_001, gid: 10_001 };
