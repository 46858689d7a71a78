import { RENDEZVOUS_PORT } from '../../../model';
import { nodeRank, type LauncherKind } from './launcher';

/** One process a node that calls `torch.distributed` or anything of its own with the usual variables. */
export const none: LauncherKind = {
  environment: ({ nodes, master }) => [
    nodeRank('RANK'),
    nodeRank('NODE_RANK'),
    { name: 'WORLD_SIZE', value: String(nodes) },
    { name: 'LOCAL_RANK', value: '0' },
    { name: 'MASTER_ADDR', value: master },
    { name: 'MASTER_PORT', value: String(RENDEZVOUS_PORT) },
  ],
  args: () => [],
  files: () => ({}),
};
