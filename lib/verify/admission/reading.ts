import { saidInRule } from './kyverno/said-in-rule';
import { isRecord } from '../record';
import { chosenAnnotations, chosenLabels, type Texts } from './said-selector';

/** Everything by which a policy chooses what it judges and says what it demands. */
export interface Reading {
  readonly expressions: readonly string[];
  /** Those of them that say of which requests it hears. */
  readonly conditions: readonly string[];
  /** Names of objects that it hears of, or leaves out. */
  readonly listed: readonly string[];
  /** What filters mean by labels, and by names beside. */
  readonly selected: readonly FilterMeaning[];
}

/** What a filter of Kyverno's means by what authors choose; without labels and annotations by a name alone. */
export interface FilterMeaning {
  readonly label: Texts;
  readonly annotation: Texts;
  readonly called: readonly string[];
}

const LISTS = new Set(['names', 'resourceNames']);
const CONDITIONS = 'matchConditions';
/** What these leave out is held against the description as an exception, where the policy is of the platform. */
export const EXCEPTING: ReadonlySet<string> = new Set(['exclude', CONDITIONS]);
export const NOTHING: ReadonlySet<string> = new Set();
const NO_READING: Reading = { expressions: [], conditions: [], listed: [], selected: [] };

/** @param beside parts that are left out */
export function readingOf(value: unknown, beside: ReadonlySet<string>): Reading {
  if (typeof value !== 'object' || value === null) return NO_READING;
  return joined(
    Object.entries(value).map(([key, item]): Reading => {
      if (beside.has(key)) return NO_READING;
      if (key === 'expression' && typeof item === 'string') return { ...NO_READING, expressions: [item] };
      if (LISTS.has(key) && Array.isArray(item)) return { ...NO_READING, listed: item.map(String) };
      const inside = readingOf(item, beside);
      if (key === 'rules' && Array.isArray(item))
        return joined([inside, { ...NO_READING, expressions: item.flatMap(saidInRule) }]);
      if (key === CONDITIONS) return { ...inside, conditions: inside.expressions };
      if (key === 'resources') return { ...inside, selected: selectedBy(item) };
      return key === 'all' ? { ...inside, selected: [...inside.selected, ...together(inside.selected)] } : inside;
    }),
  );
}

function selectedBy(resources: unknown): readonly FilterMeaning[] {
  if (!isRecord(resources)) return [];
  const { selector, annotations, names, name } = resources;
  const label = chosenLabels(selector) ?? {};
  const annotation = chosenAnnotations(annotations);
  const called = [...(Array.isArray(names) ? names : []), ...(name === undefined ? [] : [name])].map(String);
  return [{ label, annotation, called }];
}

/** What filters mean that have to fit at once. */
function together(all: readonly FilterMeaning[]): readonly FilterMeaning[] {
  const joint = (what: 'label' | 'annotation'): Texts => Object.assign({}, ...all.map((one) => one[what])) as Texts;
  return [{ label: joint('label'), annotation: joint('annotation'), called: all.flatMap(({ called }) => called) }];
}

export const joined = (parts: readonly Reading[]): Reading => ({
  expressions: parts.flatMap(({ expressions }) => expressions),
  conditions: parts.flatMap(({ conditions }) => conditions),
  listed: parts.flatMap(({ listed }) => listed),
  selected: parts.flatMap(({ selected }) => selected),
});
