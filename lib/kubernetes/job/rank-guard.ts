import { LOSS_MEMORY_SECONDS, LOST_PEER_EXIT_CODE, RANK_GUARD_PORT } from '../../model';
import type { EnvVar } from '../api';
import type { JobContext } from './job-context';
import { nodeRank } from './launchers/launcher';
import { HELPERS_PATH } from './runtime-files';

/**
 * The command of a rank, started by its guard. When a rank is evicted, its peers die of a closed connection; the guard
 * gives those failures an exit code that the Job ignores, so that an eviction costs no retry (python/training_rank_guard.py).
 */
export function guardedCommand({ guarded, props }: JobContext): string[] {
  if (!guarded) return [...props.command];
  const guard = props.helpers === 'baked' ? ['-m', 'training_rank_guard'] : [`${HELPERS_PATH}/training_rank_guard.py`];
  return ['python3', ...guard, '--', ...props.command];
}

export function rankGuardEnvironment({ guarded, nodes, master, props }: JobContext): EnvVar[] {
  if (!guarded) return [];
  return [
    nodeRank('TRAINING_GUARD_RANK'),
    { name: 'TRAINING_GUARD_RANKS', value: String(nodes) },
    { name: 'TRAINING_GUARD_HUB', value: master },
    { name: 'TRAINING_GUARD_PORT', value: String(RANK_GUARD_PORT) },
    { name: 'TRAINING_GUARD_LOST_PEER_EXIT_CODE', value: String(LOST_PEER_EXIT_CODE) },
    { name: 'TRAINING_GUARD_MEMORY_SECONDS', value: String(LOSS_MEMORY_SECONDS) },
    ...(props.stopAfterLossSeconds === undefined
      ? []
      : [{ name: 'TRAINING_GUARD_STOP_AFTER_SECONDS', value: String(props.stopAfterLossSeconds) }]),
  ];
}
