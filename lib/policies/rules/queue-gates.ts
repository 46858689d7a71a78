import { POD } from '../judged';
import { isOperator, isPlatform } from '../people';
import { oldPod, pod } from '../predicate/pod';
import { anyOf } from '../predicate/values';
import type { ExpressionRule } from '../rule';

export const queueGates: ExpressionRule = {
  id: 'queue-gates',
  title: 'Where a queue is used, only its controller lets gated pods be scheduled',
  why: 'A pod whose gate is taken away is scheduled at once, past the queue and its quota.',
  stops: ['A2'],
  judges: [{ kinds: [POD], operations: ['UPDATE'] }],
  scope: 'projects',
  guard: true,
  unchanged: oldPod.items('schedulingGates', 'gate').is(pod.items('schedulingGates', 'gate')),
  beside: 'no persona may change pods',
  requires: (platform) =>
    platform.policies.queue === undefined
      ? []
      : [
          {
            message: 'leave scheduling gates to the queue: it takes them away when the turn of the pod comes',
            holds: anyOf(isOperator(platform), isPlatform(platform)),
          },
        ],
};
