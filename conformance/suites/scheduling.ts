import { withCluster } from '../rig/cluster';
import { applyExample, otherNodes, projectNamed, trainingNodes } from './example';
import { askAll } from './question';
import { claimQuestions } from './scheduling/claims';
import { otherPodQuestions, production } from './scheduling/other-pods';
import { placementQuestions } from './scheduling/placement';
import { podSecurityQuestions, unlabelled } from './scheduling/pod-security';
import { foreignPriority, quotaQuestions } from './scheduling/quotas';
import type { Suite } from './suite';

/** Taints, labels, quotas, Pod Security and claims do what they are for, on the real scheduler and API server. */
export const scheduling: Suite = {
  name: 'scheduling',
  title:
    'jobs land on the nodes of their project and nothing else does; quotas, Pod Security and claims refuse the rest',
  engines: ['etcd', 'kubernetes', 'kwok'],
  notShown: ['a pod that names its node passes by every taint (spec.nodeName): admission policies refuse it'],
  run({ progress }) {
    const nodes = [...trainingNodes('alpha'), ...otherNodes];
    return withCluster({ nodes, jobPodsEnd: 'when-told', progress }, async ({ kubectl }) => {
      const namespace = (name: string): object => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
      await kubectl.mustApply([namespace(production), namespace(unlabelled), foreignPriority]);
      const { serviceAccount } = projectNamed('alpha');
      await kubectl.must(['create', 'serviceaccount', serviceAccount, `--namespace=${unlabelled}`]);
      await applyExample(kubectl);
      return askAll(
        [
          ...placementQuestions(kubectl),
          ...otherPodQuestions(kubectl),
          ...quotaQuestions(kubectl),
          ...podSecurityQuestions(kubectl),
          ...claimQuestions(kubectl),
        ],
        progress,
      );
    });
  },
};
