import type { Field } from '../input/field';
import { isRecord } from '../record';
import { chosenLabels, requirementsIn, type Texts } from './said-selector';

/** Labels, with a value, by which selectors of namespaces tell some from others, wherever a policy or binding has one. */
export function* toldNamespaces(fields: readonly Field[]): Generator<readonly [string, string]> {
  for (const selector of selectorsIn(fields))
    for (const { key, values } of requirementsIn(selector))
      for (const value of values.length > 0 ? values : ['true']) yield [key, value];
}

/** Labels of namespaces that selectors mean, those of each selector together. */
export function meantNamespaces(fields: readonly Field[]): readonly Texts[] {
  return [...selectorsIn(fields)].map(chosenLabels).filter((labels) => labels !== undefined);
}

function* selectorsIn(fields: readonly Field[]): Generator<Readonly<Record<string, unknown>>> {
  for (const { value } of fields) yield* within(value);
}

function* within(value: unknown): Generator<Readonly<Record<string, unknown>>> {
  if (Array.isArray(value)) for (const item of value) yield* within(item);
  if (!isRecord(value)) return;
  for (const [key, item] of Object.entries(value)) {
    if (key === 'namespaceSelector' && isRecord(item)) yield item;
    else yield* within(item);
  }
}
