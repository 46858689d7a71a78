import type { EnvVar } from '../../api';
import type { JobContext } from '../job-context';

/** How one family of launchers learns about ranks: by variables, by arguments, by files. */
export interface LauncherKind {
  environment(context: JobContext): EnvVar[];
  /** Arguments before the user's own. */
  args(context: JobContext): string[];
  /** Files mounted at `/config` beside the user's own. */
  files(context: JobContext): Record<string, string>;
}

/** Annotation that the Job controller puts on each pod of an Indexed Job. */
const COMPLETION_INDEX = "metadata.annotations['batch.kubernetes.io/job-completion-index']";

/**
 * The rank of the node. Read from the annotation: `$(JOB_COMPLETION_INDEX)` would not be expanded in another variable,
 * since the controller appends that one last.
 */
export function nodeRank(name: string): EnvVar {
  return { name, valueFrom: { fieldRef: { fieldPath: COMPLETION_INDEX } } };
}
