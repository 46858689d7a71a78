import { RENDEZVOUS_PORT } from '../../../model';
import { nodeRank, type LauncherKind } from './launcher';

/** One process a node (https://docs.jax.dev/en/latest/multi_process.html): `jax.distributed.initialize()` reads these. */
export const jax: LauncherKind = {
  environment: ({ nodes, master }) => [
    { name: 'JAX_COORDINATOR_ADDRESS', value: `${master}:${RENDEZVOUS_PORT}` },
    { name: 'JAX_NUM_PROCESSES', value: String(nodes) },
    nodeRank('JAX_PROCESS_ID'),
  ],
  args: () => [],
  files: () => ({}),
};
