import { RENDEZVOUS_PORT } from '../../../model';
import { nodeRank, type LauncherKind } from './launcher';

/**
 * One process a node (https://docs.jax.dev/en/latest/multi_process.html). `jax.distributed.initialize()` reads the
 * coordinator's address itself; number and id have to be passed. What is left out, JAX looks up in the cluster, for which a
 * rank has neither a token nor a way to the API server:
 *
 *     jax.distributed.initialize(
 *         num_processes=int(os.environ["JAX_NUM_PROCESSES"]), process_id=int(os.environ["JAX_PROCESS_ID"])
 *     )
 *
 * `NODE_RANK` is the same id under the name that it has with the other launchers that set no ranks themselves.
 */
export const jax: LauncherKind = {
  environment: ({ nodes, master }) => [
    { name: 'JAX_COORDINATOR_ADDRESS', value: `${master}:${RENDEZVOUS_PORT}` },
    { name: 'JAX_NUM_PROCESSES', value: String(nodes) },
    nodeRank('JAX_PROCESS_ID'),
    nodeRank('NODE_RANK'),
  ],
  args: () => [],
  files: () => ({}),
};
