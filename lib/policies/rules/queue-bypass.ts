import { POD } from '../judged';
import { isPlatform, isMachine } from '../people';
import { isCreated, object, oldObject } from '../predicate/request';
import { anyOf, type Items, type Thing } from '../predicate/values';
import { QUEUED } from '../queue';
import type { ExpressionRule } from '../rule';

const isPod = object.text('kind').is('Pod');

export const queueBypass: ExpressionRule = {
  id: 'queue-bypass',
  title: 'Where a queue is used, only its controller starts what waits',
  why: 'A job whose suspend is patched to false creates its pods at once, before the queue can hold it back again; so does a pod whose gate is taken away.',
  answers: ['A2'],
  judges: [...QUEUED, { kinds: [POD], operations: ['UPDATE'] }],
  scope: 'projects',
  guard: true,
  beside: 'no persona may change Jobs or pods',
  requires: (platform) => {
    if (platform.policies.queue === undefined) return [];
    const mayStart = anyOf(isMachine, isPlatform(platform));
    return [
      {
        message: 'leave suspend to the queue: it starts the job when its turn comes',
        holds: anyOf(mayStart, isPod, object.flag('spec.suspend'), wasRunning),
      },
      {
        message: 'leave scheduling gates to the queue: it takes them away when the turn of the pod comes',
        holds: anyOf(mayStart, isPod.not(), isCreated, gatesOf(oldObject).is(gatesOf(object))),
      },
    ];
  },
};

/** A job that runs already may be changed in other ways. */
const wasRunning = isCreated.not().and(oldObject.flag('spec.suspend').not());

const gatesOf = (thing: Thing): Items => thing.items('spec.schedulingGates', 'gate');
