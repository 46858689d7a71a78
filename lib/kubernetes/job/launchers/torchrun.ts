import { RENDEZVOUS_PORT } from '../../../model';
import { nodeRank, type LauncherKind } from './launcher';

/**
 * torchrun reads `PET_*` for each of its options and sets RANK, LOCAL_RANK and WORLD_SIZE for its processes itself
 * (https://docs.pytorch.org/docs/stable/elastic/run.html).
 */
export const torchrun: LauncherKind = {
  environment: ({ nodes, share, master }) => [
    { name: 'PET_NNODES', value: String(nodes) },
    { name: 'PET_NPROC_PER_NODE', value: String(share.gpus) },
    nodeRank('PET_NODE_RANK'),
    { name: 'PET_MASTER_ADDR', value: master },
    { name: 'PET_MASTER_PORT', value: String(RENDEZVOUS_PORT) },
  ],
  args: () => [],
  files: () => ({}),
};
