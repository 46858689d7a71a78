import { LOST_PEER_EXIT_CODE } from '../../model';
import type { JobSpec } from '../api';
import type { JobContext } from './job-context';

export const CONTAINER_NAME = 'trainer';

/**
 * When a job is tried again. A lost node is not the job's fault, and neither is the loss of a peer; what is left costs a
 * retry. Without the guard each surviving rank of a lost one costs a retry too, so the budget is that much larger.
 *
 * Replacements wait: 10 seconds, doubled with every pod of the job that ended before, ignored or not, up to ten minutes
 * (https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/controller/job/backoff_utils.go). `backoffLimitPerIndex` would
 * make them wait by rank, but then the pods of a running job are kept until they are replaced, which nobody can do in a
 * namespace that is being deleted: its deletion never ends (both seen on a real controller, conformance suite `lifecycle`).
 */
export function failurePolicy({
  guarded,
  nodes,
  props,
}: JobContext): Pick<JobSpec, 'backoffLimit' | 'podFailurePolicy' | 'podReplacementPolicy'> {
  const retries = props.retries ?? 6;
  const fatal = props.fatalExitCodes ?? [];
  const exit = (values: readonly number[]) => ({
    containerName: CONTAINER_NAME,
    operator: 'In',
    values: [...values].sort((a, b) => a - b),
  });
  return {
    backoffLimit: guarded || nodes === 1 ? retries : retries * nodes,
    // One pod an index at any time: two of one rank would write the same checkpoint.
    podReplacementPolicy: 'Failed',
    podFailurePolicy: {
      rules: [
        { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
        ...(fatal.length > 0 ? [{ action: 'FailJob', onExitCodes: exit(fatal) }] : []),
        ...(guarded ? [{ action: 'Ignore', onExitCodes: exit([LOST_PEER_EXIT_CODE]) }] : []),
      ],
    },
  };
}
