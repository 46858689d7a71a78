import type { Field } from '../input/field';
import { oncePerValue } from '../input/once-per-value';
import { completeLabels } from '../labels/labels';
import { matches, readSelector } from '../labels/selector';
import type { Match } from '../match';

/** Whether labels, all of which are known, satisfy a selector. */
export type LabelTest = (labels: ReadonlyMap<string, string>) => Match;

/** Reads a selector; undefined, with the fault reported, where nobody would take it. */
export type ReadLabelTest = (field: Field) => LabelTest | undefined;

/** A selector as the API server reads it. */
export const selectorTest: ReadLabelTest = oncePerValue((field): LabelTest | undefined => {
  const selector = readSelector(field);
  return selector === undefined ? undefined : (labels) => matches(selector, completeLabels(labels));
});
