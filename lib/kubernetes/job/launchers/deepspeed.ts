import { RENDEZVOUS_PORT } from '../../../model';
import { rankHost } from '../job-context';
import { CONFIG_PATH } from '../volumes';
import { nodeRank, type LauncherKind } from './launcher';

const HOSTFILE = 'hostfile';

/**
 * The `deepspeed` command, started on every node by itself: `--no_ssh`, since no pod may open a shell in another
 * (DeepSpeed `deepspeed/launcher/runner.py`). It takes the nodes from a host file and nothing from variables.
 */
export const deepspeed: LauncherKind = {
  environment: ({ master }) => [
    nodeRank('NODE_RANK'),
    { name: 'MASTER_ADDR', value: master },
    { name: 'MASTER_PORT', value: String(RENDEZVOUS_PORT) },
  ],
  args: ({ nodes, master }) =>
    nodes === 1
      ? []
      : [
          `--hostfile=${CONFIG_PATH}/${HOSTFILE}`,
          '--no_ssh',
          '--node_rank=$(NODE_RANK)',
          `--master_addr=${master}`,
          `--master_port=${RENDEZVOUS_PORT}`,
        ],
  files: ({ platform, name, project, nodes, share }): Record<string, string> => {
    if (nodes === 1) return {};
    const hosts = Array.from({ length: nodes }, (_, rank) => rankHost(platform, name, project.namespace, rank));
    return { [HOSTFILE]: hosts.map((host) => `${host} slots=${share.gpus}\n`).join('') };
  },
};
