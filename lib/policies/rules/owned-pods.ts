import { NEW_PODS } from '../judged';
import { isOperator } from '../people';
import { object } from '../predicate/request';
import type { ExpressionRule } from '../rule';

export const ownedPods: ExpressionRule = {
  id: 'owned-pods',
  title: 'Training pods belong to a Job or another controller, which made them',
  why: 'The VPC CNI enforces no policy on a bare pod, and nobody ends it, retries it or counts it.',
  stops: ['A2'],
  judges: NEW_PODS,
  scope: 'projects',
  beside: 'no persona may create pods',
  requires: (platform) => [
    {
      message: 'create a Job instead of a bare pod',
      // Anybody can write any owner into a pod; a controller's account has to be its author as well.
      holds: object
        .items('metadata.ownerReferences', 'owner')
        .exists((owner) => owner.flag('controller'))
        .and(isOperator(platform)),
    },
  ],
};
