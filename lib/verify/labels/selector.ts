import type { Match } from '../match';
import { isLabelKey, isLabelValue } from '../../model/names';
import { itemsIn, textsIn, type Field } from '../input/field';
import { textEntries } from '../input/kubernetes-object';
import { oncePerValue } from '../input/once-per-value';
import type { Labels } from './labels';

/** One condition of a selector. All conditions of a selector must hold. */
export interface Requirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values: readonly string[];
}

/** A label selector of the API: `matchLabels` and `matchExpressions`, all ANDed. Without requirements it selects everything. */
export interface Selector {
  readonly requirements: readonly Requirement[];
  /** Equal for selectors that say the same in the same words. */
  readonly key: string;
}

export function selectorOf(requirements: readonly Requirement[]): Selector {
  const key = requirements
    .map(({ key: label, operator, values }) => `${label} ${operator} ${[...values].sort().join(',')}`)
    .sort()
    .join('\n');
  return { requirements, key };
}

/** What has all of these labels; without any, everything. */
export function selectorOfLabels(labels: Iterable<readonly [key: string, value: string]>): Selector {
  return selectorOf([...labels].map(([key, value]) => ({ key, operator: 'In', values: [value] })));
}

export const EVERYTHING: Selector = selectorOf([]);

const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'] as const;

/**
 * Reads a selector. What the API server would refuse is a fault and not a selector that selects nothing: a misspelt
 * condition that is skipped selects more than its author meant.
 */
export const readSelector = oncePerValue((field) => readSelectorBut(field, () => false));

/**
 * The same but for some entries of `matchLabels`.
 *
 * @param isLeft entries that are no labels, and that the caller reads
 */
export function readSelectorBut(field: Field, isLeft: (key: string, value: string) => boolean): Selector | undefined {
  if (!field.isRecord()) return undefined;
  let faulty = refuseUnknownKeys(field, ['matchLabels', 'matchExpressions']);
  const requirements: Requirement[] = [];
  for (const [key, value] of textEntries(field.get('matchLabels'))) {
    if (isLeft(key, value)) continue;
    if (!isLabelKey(key) || !isLabelValue(value)) {
      (field.get('matchLabels') ?? field).refuse('a label key and value of Kubernetes', `correct ${key}: ${value}`);
      faulty = true;
    }
    requirements.push({ key, operator: 'In', values: [value] });
  }
  for (const item of itemsIn(field, 'matchExpressions')) {
    const requirement = readRequirement(item);
    if (requirement === undefined) faulty = true;
    else requirements.push(requirement);
  }
  return faulty ? undefined : selectorOf(requirements);
}

function readRequirement(field: Field): Requirement | undefined {
  if (!field.isRecord()) return undefined;
  const key = field.get('key')?.text();
  if (key === undefined || !isLabelKey(key)) {
    (field.get('key') ?? field).refuse('the key of a label', 'give a label key of Kubernetes');
    return undefined;
  }
  const operator = OPERATORS.find((known) => known === field.get('operator')?.value);
  if (operator === undefined) {
    (field.get('operator') ?? field).refuse(OPERATORS.join(', '), 'take one of the operators; they are case-sensitive');
    return undefined;
  }
  const values = textsIn(field, 'values');
  const needsValues = operator === 'In' || operator === 'NotIn';
  if (needsValues !== values.length > 0) {
    field.refuse(
      needsValues ? `values for ${operator}` : `no values for ${operator}`,
      'see the API of label selectors',
    );
    return undefined;
  }
  const wrong = values.find((value) => !isLabelValue(value));
  if (wrong !== undefined) {
    field.get('values')?.refuse('label values of Kubernetes', `correct ${JSON.stringify(wrong)}`);
    return undefined;
  }
  return { key, operator, values };
}

/** A requirement as kubectl takes it: `team=x`, `team in (x, y)`, `!team` (https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#api). */
export function requirementText({ key, operator, values }: Requirement): string {
  const list = `(${values.join(', ')})`;
  switch (operator) {
    case 'In':
      return values.length === 1 ? `${key}=${values[0]}` : `${key} in ${list}`;
    case 'NotIn':
      return `${key} notin ${list}`;
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
  }
}

/** Reports fields that the API does not have; true if there is any. */
export function refuseUnknownKeys(field: Field, known: readonly string[]): boolean {
  const unknown = Object.keys(field.value as object).filter((key) => !known.includes(key));
  for (const key of unknown) {
    (field.get(key) ?? field).refuse(`no field ${key}; known here: ${known.join(', ')}`, 'correct or remove it');
  }
  return unknown.length > 0;
}

/** Whether labels satisfy a selector. */
export function matches({ requirements }: Selector, labels: Labels): Match {
  let result: Match = 'yes';
  for (const requirement of requirements) {
    const match = holds(requirement, labels);
    if (match === 'no') return 'no';
    if (match === 'maybe') result = 'maybe';
  }
  return result;
}

function holds({ key, operator, values }: Requirement, labels: Labels): Match {
  const value = labels.known.get(key);
  if (value !== undefined) {
    switch (operator) {
      case 'In':
        return values.includes(value) ? 'yes' : 'no';
      case 'NotIn':
        return values.includes(value) ? 'no' : 'yes';
      case 'Exists':
        return 'yes';
      case 'DoesNotExist':
        return 'no';
    }
  }
  if (labels.valueUnknown.has(key)) {
    if (operator === 'Exists') return 'yes';
    return operator === 'DoesNotExist' ? 'no' : 'maybe';
  }
  if (!labels.complete || labels.perhaps?.has(key) === true) return 'maybe';
  // An absent key satisfies the two negative operators.
  return operator === 'NotIn' || operator === 'DoesNotExist' ? 'yes' : 'no';
}
