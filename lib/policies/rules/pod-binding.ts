import { POD, subresource } from '../judged';
import { isOperator, isPlatform } from '../people';
import { anyOf } from '../predicate/values';
import { FILTERED_BY_KYVERNO, type ExpressionRule } from '../rule';

export const podBinding: ExpressionRule = {
  id: 'pod-binding',
  title: 'Only schedulers bind pods to nodes',
  why: 'Whoever may bind a pod puts it on a training node past the taint, as a node name does.',
  stops: ['A2', 'A4'],
  judges: [
    {
      kinds: [subresource(POD, 'binding'), { group: '', version: 'v1', resource: 'bindings', kind: 'Binding' }],
      operations: ['CREATE'],
    },
  ],
  scope: 'cluster',
  guard: true,
  cannot: FILTERED_BY_KYVERNO,
  beside: 'no role of the library has pods/binding',
  requires: (platform) => [
    {
      message: 'leave it to a scheduler; one of your own is a component of the platform or in policies.controllers',
      holds: anyOf(isOperator(platform), isPlatform(platform)),
    },
  ],
};
