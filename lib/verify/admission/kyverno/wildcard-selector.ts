import { textEntries } from '../../input/kubernetes-object';
import { oncePerValue } from '../../input/once-per-value';
import { completeLabels } from '../../labels/labels';
import { matches, readSelectorBut } from '../../labels/selector';
import type { LabelTest } from '../label-test';
import { isLikeAny, isPattern } from './wildcards';

type Texts = ReadonlyMap<string, string>;

/**
 * A selector of Kyverno's: keys and values under `matchLabels` may be patterns, those of `matchExpressions` may not
 * (https://kyverno.io/docs/policy-types/cluster-policy/match-exclude/#match-statements).
 */
export const wildcardTest = oncePerValue((field): LabelTest | undefined => {
  const isWild = (key: string, value: string): boolean => isPattern(key) || isPattern(value);
  const exact = readSelectorBut(field, isWild);
  if (exact === undefined) return undefined;
  const patterns = [...textEntries(field.get('matchLabels'))].filter(([key, value]) => isWild(key, value));
  return (labels) => (hasAll(labels, patterns) ? matches(exact, completeLabels(labels)) : 'no');
});

/** Annotations that a filter asks for, all of which may be patterns. */
export const annotationTest = oncePerValue((field): LabelTest => {
  const patterns = [...textEntries(field)];
  return (annotations) => (hasAll(annotations, patterns) ? 'yes' : 'no');
});

const hasAll = (texts: Texts, patterns: readonly (readonly [string, string])[]): boolean =>
  patterns.every(([key, value]) => [...texts].some(([is, has]) => isLikeAny([key], is) && isLikeAny([value], has)));
