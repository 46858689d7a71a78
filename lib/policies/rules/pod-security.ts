import { DEBUGGED_PODS_AND_TEMPLATES } from '../judged';
import { CONTROLS } from '../pod-security/controls';
import { podUnchanged } from '../predicate/pod';
import type { ExpressionRule } from '../rule';

export const podSecurity: ExpressionRule = {
  id: 'pod-security',
  title: 'Training pods pass Pod Security "restricted"',
  why: 'A pod with the privileges of its node is the node, and every project that ever lands there.',
  stops: ['A1', 'A3'],
  judges: DEBUGGED_PODS_AND_TEMPLATES,
  scope: 'projects',
  unchanged: podUnchanged,
  beside: 'Pod Security Admission, by the labels of the namespace',
  requires: ({ kubernetesVersion }) =>
    CONTROLS.map((control) => {
      const { message, holds } = control(kubernetesVersion);
      return { message: `Pod Security "restricted" of v${kubernetesVersion}: ${message}`, holds };
    }),
};
