import type { Field } from '../../input/field';
import { textEntries } from '../../input/kubernetes-object';
import { completeLabels } from '../../labels/labels';
import { matches, readSelector } from '../../labels/selector';
import type { LabelTest } from '../label-test';
import { isLikeAny, isPattern } from './wildcards';

/**
 * A selector of Kyverno's: keys and values under `matchLabels` may be patterns, those of `matchExpressions` may not
 * (https://kyverno.io/docs/policy-types/cluster-policy/match-exclude/#match-statements).
 */
export function wildcardTest(field: Field): LabelTest | undefined {
  const isWild = (key: string, value: string): boolean => isPattern(key) || isPattern(value);
  const exact = readSelector(field, isWild);
  if (exact === undefined) return undefined;
  const patterns = [...textEntries(field.get('matchLabels'))].filter(([key, value]) => isWild(key, value));
  return (labels) => {
    const has = ([key, value]: readonly [string, string]): boolean =>
      [...labels].some(([label, is]) => isLikeAny([key], label) && isLikeAny([value], is));
    return patterns.every(has) ? matches(exact, completeLabels(labels)) : 'no';
  };
}
