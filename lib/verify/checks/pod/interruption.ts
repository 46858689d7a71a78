import { annotationsOf } from '../../input/kubernetes-object';
import { deviceRequests } from '../../workload/device-request';
import type { Check } from '../check';
import { fails, type Problem } from '../../problem';
import { trainingPods } from '../training-pods';

const SAFE_TO_EVICT = 'cluster-autoscaler.kubernetes.io/safe-to-evict';
const DO_NOT_DISRUPT = 'karpenter.sh/do-not-disrupt';

export const interruption: Check = {
  id: 'pod/interruption',
  title: 'Autoscalers leave running jobs alone',
  why: 'A scale-down in the middle of an epoch loses what was not saved; on the Job the annotation has no effect.',
  stops: [],
  control: `annotations ${SAFE_TO_EVICT}: "false" or ${DO_NOT_DISRUPT}: "true" of the pod template`,
  fix: `annotate the pod template, not the Job: ${SAFE_TO_EVICT}: "false", with Karpenter ${DO_NOT_DISRUPT}: "true"`,
  positive: true,
  *judge(evidence) {
    yield* trainingPods(evidence, ({ workload }): Problem[] | undefined => {
      if (deviceRequests(workload).length === 0) return undefined;
      const annotations = annotationsOf(workload.metadata);
      const isKept = annotations.get(SAFE_TO_EVICT) === 'false' || annotations.get(DO_NOT_DISRUPT) === 'true';
      return isKept ? [] : [fails('may be moved away while it runs', { at: workload.metadata ?? workload.spec })];
    });
  },
};
