import { QUEUED } from '../queue';
import { isOperator } from '../people';
import { isCreated, object, oldObject } from '../predicate/request';
import { allOf, type Thing } from '../predicate/values';
import { QUEUE_LABEL } from '../../model/project/queue';
import type { ExpressionRule } from '../rule';

const queueOf = (thing: Thing) => thing.text(['metadata', 'labels', QUEUE_LABEL]);

export const queueLabel: ExpressionRule = {
  id: 'queue-label',
  title: 'Where a queue is used, jobs wait in it',
  why: 'A job without the label of the queue passes it, and a label that is taken away later frees its quota.',
  stops: ['A2'],
  judges: QUEUED,
  scope: 'projects',
  guard: true,
  unchanged: allOf(
    isCreated.not(),
    queueOf(oldObject).is(queueOf(object)),
    oldObject.thing('spec').is(object.thing('spec')),
  ),
  requires: (platform) =>
    platform.policies.queue === undefined
      ? []
      : [
          {
            message: `set the label ${QUEUE_LABEL}=${platform.policies.queue}`,
            // A job that belongs to a queued one, such as the Jobs of a JobSet, is made by a controller and waits with it.
            holds: queueOf(object)
              .is(platform.policies.queue)
              .or(
                object
                  .items('metadata.ownerReferences', 'owner')
                  .exists((owner) => owner.flag('controller'))
                  .and(isOperator(platform)),
              ),
          },
        ],
};
