import { PODS_AND_TEMPLATES } from '../judged';
import { pod, podUnchanged } from '../predicate/pod';
import type { ExpressionRule } from '../rule';

export const priorityClass: ExpressionRule = {
  id: 'priority-class',
  title: "Training pods have one of the platform's two priorities",
  why: 'A pod of a higher priority ends the jobs of other projects, three days of work at a time.',
  stops: ['A2', 'T20'],
  judges: PODS_AND_TEMPLATES,
  scope: 'projects',
  unchanged: podUnchanged,
  beside: 'ResourceQuota of the project: no pods of any other priority class',
  requires: ({ priorities: { training, interruptible } }) => [
    {
      message: `set priorityClassName to ${training.name} or ${interruptible.name}`,
      holds: pod.text('priorityClassName').isOneOf([training.name, interruptible.name]),
    },
  ],
};
