import type { Platform } from '../../model';
import { PODS_AND_TEMPLATES } from '../judged';
import { pod, podUnchanged } from '../predicate/pod';
import { allOf, anyOf, type Flag, type Thing } from '../predicate/values';
import type { ExpressionRule } from '../rule';

export const trainingTaint: ExpressionRule = {
  id: 'training-taint',
  title: 'Nobody outside the projects tolerates the training taint',
  why: 'A taint keeps out only those who do not tolerate it, and whoever writes a pod may write a toleration.',
  stops: ['A4'],
  judges: PODS_AND_TEMPLATES,
  scope: 'elsewhere',
  unchanged: podUnchanged,
  requires: (platform) => [
    {
      message: `tolerate other taints by their keys, not ${platform.taint.key}=${platform.taint.value}; node agents are listed as components of the platform`,
      holds: pod.items('tolerations', 'toleration').all((toleration) => tolerates(platform, toleration).not()),
    },
  ],
};

/**
 * Whether a toleration covers the taint, in every spelling of the API: an empty key means all keys, an empty effect all
 * effects, and of the operators only Equal looks at the value
 * (https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/).
 */
function tolerates({ taint }: Platform, toleration: Thing): Flag {
  return allOf(
    toleration.text('key').isOneOf(['', taint.key]),
    toleration.text('effect').isOneOf(['', taint.effect]),
    anyOf(toleration.text('operator').isOneOf(['', 'Equal']).not(), toleration.text('value').is(taint.value)),
  );
}
