import { labelsSatisfying } from '../labels/satisfying';
import { selectorOf, type Requirement } from '../labels/selector';
import { isRecord } from '../record';
import { isPattern } from './kyverno/wildcards';

/** Labels, annotations. */
export type Texts = Readonly<Record<string, string>>;
type Json = Readonly<Record<string, unknown>>;

const OPERATORS = new Set<unknown>(['In', 'NotIn', 'Exists', 'DoesNotExist'] satisfies Requirement['operator'][]);

/** What a selector of labels asks for, faults left out: who evaluates it reports those. */
export function* requirementsIn({ matchLabels, matchExpressions }: Json): Generator<Requirement> {
  for (const [key, value] of Object.entries(isRecord(matchLabels) ? matchLabels : {}))
    yield { key, operator: 'In', values: [String(value)] };
  for (const item of Array.isArray(matchExpressions) ? matchExpressions : []) {
    if (!isRecord(item) || typeof item['key'] !== 'string' || !OPERATORS.has(item['operator'])) continue;
    const values = Array.isArray(item['values']) ? item['values'].map(String) : [];
    yield { key: item['key'], operator: item['operator'] as Requirement['operator'], values };
  }
}

/** Labels with which a selector means something, patterns filled in; undefined where it asks for none, or none satisfy it. */
export function chosenLabels(selector: unknown): Texts | undefined {
  if (!isRecord(selector)) return undefined;
  const asked = [...requirementsIn(selector)].map(({ key, operator, values }) => ({
    key: filled(key),
    operator,
    values: values.map(filled),
  }));
  const labels = labelsSatisfying(selectorOf(asked))?.known;
  return labels === undefined || labels.size === 0 ? undefined : Object.fromEntries(labels);
}

/** Annotations with which a filter means something, patterns filled in. */
export function chosenAnnotations(annotations: unknown): Texts {
  const asked = isRecord(annotations) ? Object.entries(annotations) : [];
  return Object.fromEntries(asked.map(([key, value]) => [filled(key), filled(String(value))]));
}

const filled = (text: string): string => (isPattern(text) ? text.replaceAll(/[*?]/g, 'x') : text);
