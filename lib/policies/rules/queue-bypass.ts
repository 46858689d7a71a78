import { isOperator, isPlatform } from '../people';
import { isCreated, object, oldObject } from '../predicate/request';
import { anyOf } from '../predicate/values';
import { QUEUED } from '../queue';
import type { ExpressionRule } from '../rule';

export const queueBypass: ExpressionRule = {
  id: 'queue-bypass',
  title: 'Where a queue is used, only its controller starts what waits',
  why: 'A job whose suspend is patched to false creates its pods at once, before the queue can hold it back again.',
  stops: ['A2'],
  judges: QUEUED,
  scope: 'projects',
  guard: true,
  beside: 'no persona may change Jobs',
  requires: (platform) =>
    platform.policies.queue === undefined
      ? []
      : [
          {
            message: 'leave suspend to the queue: it starts the job when its turn comes',
            holds: anyOf(isOperator(platform), isPlatform(platform), object.flag('spec.suspend'), wasRunning),
          },
        ],
};

/** A job that runs already may be changed in other ways. */
const wasRunning = isCreated.not().and(oldObject.flag('spec.suspend').not());
