import { PODS_AND_TEMPLATES } from '../judged';
import { pod, podUnchanged } from '../predicate/pod';
import type { ExpressionRule } from '../rule';

export const runtimeClass: ExpressionRule = {
  id: 'runtime-class',
  title: 'Training pods use the runtimes of the description',
  why: 'A RuntimeClass brings tolerations, a scheduler rule and another kernel boundary with it; a weaker one is a way out, and sandboxes carry no EFA.',
  stops: ['A1', 'T20'],
  judges: PODS_AND_TEMPLATES,
  scope: 'projects',
  unchanged: podUnchanged,
  requires: ({ policies: { runtimeClasses } }) => [
    {
      message:
        runtimeClasses.length === 0
          ? 'leave out runtimeClassName: the description allows none'
          : `leave out runtimeClassName or use ${runtimeClasses.join(' or ')}`,
      holds: pod.text('runtimeClassName').isOneOf(['', ...runtimeClasses]),
    },
  ],
};
