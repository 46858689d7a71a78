import type { Check } from '../check';
import { fails } from '../../problem';
import { ruledPods } from '../training-pods';

export const owned: Check = {
  id: 'pod/owned',
  title: 'Training pods belong to a controller',
  why: 'The VPC CNI enforces no policy on a pod without an owner, and nobody ends it, retries it or counts it.',
  stops: ['A2'],
  control: 'Jobs and the like instead of bare Pods',
  fix: 'write a Job',
  *judge(evidence) {
    yield* ruledPods(evidence, 'owned-pods', ({ workload }) =>
      workload.owned ? [] : [fails('is a bare Pod', { at: workload.object.field })],
    );
  },
};
