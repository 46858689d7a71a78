import type { Platform } from '../../model';
import { PODS_AND_TEMPLATES } from '../judged';
import { pod, podUnchanged } from '../predicate/pod';
import { allOf, type Flag } from '../predicate/values';
import { nodeKeys } from '../node-keys';
import type { ExpressionRule } from '../rule';

/** Operators of a node affinity that keep a pod away instead of drawing it near. */
const AWAY = ['NotIn', 'DoesNotExist'];
const TERMS = 'affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms';

export const nodeSelection: ExpressionRule = {
  id: 'node-selection',
  title: 'Nobody outside the projects selects training nodes',
  why: 'The second half of the taint: a pod that asks for a training node waits for one to be open.',
  stops: ['A4'],
  judges: PODS_AND_TEMPLATES,
  scope: 'elsewhere',
  unchanged: podUnchanged,
  requires: (platform) => [
    {
      message: `select other nodes: ${platform.taint.key}=${platform.taint.value}, ${platform.keys.pool} and ${platform.keys.project} are those of training`,
      holds: allOf(selectorIsFree(platform), affinityIsFree(platform)),
    },
  ],
};

const selectorIsFree = (platform: Platform): Flag =>
  allOf(
    pod.text(['nodeSelector', platform.taint.key]).isNot(platform.taint.value),
    ...nodeKeys(platform)
      .filter((key) => key !== platform.taint.key)
      .map((key) => pod.text(['nodeSelector', key]).is('')),
  );

/** Terms are alternatives, so each of them must keep off. */
const affinityIsFree = (platform: Platform): Flag =>
  pod
    .items(TERMS, 'term')
    .all((term) =>
      term
        .items('matchExpressions', 'expression')
        .all((expression) =>
          expression.text('key').isOneOf(nodeKeys(platform)).implies(expression.text('operator').isOneOf(AWAY)),
        ),
    );
