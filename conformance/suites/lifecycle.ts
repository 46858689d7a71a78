import { withCluster } from '../rig/cluster';
import { applyExample, trainingNodes } from './example';
import { deletionQuestions } from './lifecycle/deletion';
import { evictionQuestions } from './lifecycle/eviction';
import { askAll } from './question';
import type { Suite } from './suite';

/** What becomes of a job, from its first pod to its end, and of a project that is deleted. */
export const lifecycle: Suite = {
  name: 'lifecycle',
  title:
    'a job completes, survives the eviction of a rank for nothing, and a deleted project leaves nothing that blocks',
  engines: ['etcd', 'kubernetes', 'kwok'],
  notShown: [
    'that the ranks themselves end with these exit codes: pods on simulated nodes are told to (suite node shows it)',
  ],
  run({ progress }) {
    return withCluster({ nodes: trainingNodes('alpha'), jobPodsEnd: 'when-told', progress }, async ({ kubectl }) => {
      await applyExample(kubectl);
      return askAll([...evictionQuestions(kubectl), ...deletionQuestions(kubectl)], progress);
    });
  },
};
