import { guardedIn } from '../../model/policies/guarded-kinds';
import { isOperator, isPlatform } from '../people';
import { anyOf } from '../predicate/values';
import type { ExpressionRule } from '../rule';

export const clusterGuards: ExpressionRule = {
  id: 'cluster-guards',
  title: 'Only the platform changes or removes what isolates in the whole cluster',
  why: 'A volume, a node pool, a priority or a policy of the whole cluster opens every project at once.',
  stops: ['A2', 'A4', 'T14', 'T20'],
  judges: [{ kinds: guardedIn('cluster', 'platform'), operations: ['CREATE', 'UPDATE', 'DELETE'] }],
  scope: 'cluster',
  guard: true,
  requires: (platform) => [
    {
      message: 'let the platform apply it (policies.platformGroups), or list its operator in policies.controllers',
      holds: anyOf(isPlatform(platform), isOperator(platform)),
    },
  ],
};
