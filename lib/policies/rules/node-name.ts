import { NEW_PODS_AND_TEMPLATES } from '../judged';
import { isBreakGlass, isNode } from '../people';
import { pod, podUnchanged } from '../predicate/pod';
import { anyOf } from '../predicate/values';
import type { ExpressionRule } from '../rule';

export const nodeName: ExpressionRule = {
  id: 'node-name',
  title: 'Nobody chooses a node by its name',
  why: 'A pod with a node name never sees the scheduler, so neither the taint nor any selector is asked.',
  stops: ['A2', 'A4'],
  judges: NEW_PODS_AND_TEMPLATES,
  scope: 'everywhere',
  unchanged: podUnchanged,
  requires: (platform) => [
    {
      message: 'leave out spec.nodeName: the scheduler finds the node',
      // Kubelets mirror the pods of their own files; `kubectl debug node` is for emergencies.
      holds: anyOf(pod.text('nodeName').is(''), isNode, isBreakGlass(platform)),
    },
  ],
};
