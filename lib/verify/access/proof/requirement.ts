import {
  addressBlock,
  ALL_ADDRESSES,
  bothAddresses,
  eitherAddresses,
  isEmpty,
  NO_ADDRESSES,
  oneAddress,
  rangeTexts,
  withoutAddresses,
} from '../../reachability/addresses';
import { bothLanguages, exampleOf, EVERY_TEXT, type Language } from '../../glob/language';

/** A comparison of numbers, dates or addresses: true for one of the values, or for none of them. */
export interface KeyComparison {
  readonly kind: 'number' | 'date' | 'address';
  readonly values: readonly string[];
  readonly holds: boolean;
  /** Whether the key's value satisfies one of the values, for numbers and dates as numbers. */
  readonly test: (value: number) => boolean;
  /** Numbers at which the answer may change. */
  readonly borders: readonly number[];
}

/** What a key of a request must be like. */
export interface KeyRequirement {
  readonly absent: boolean;
  readonly present: boolean;
  readonly text: Language;
  readonly comparisons: readonly KeyComparison[];
}

export const ANY_VALUE: KeyRequirement = { absent: true, present: true, text: EVERY_TEXT, comparisons: [] };
export const PRESENT: KeyRequirement = { ...ANY_VALUE, absent: false };
export const ABSENT: KeyRequirement = { ...ANY_VALUE, present: false };

export function bothRequirements(a: KeyRequirement, b: KeyRequirement): KeyRequirement {
  return {
    absent: a.absent && b.absent,
    present: a.present && b.present,
    text: bothLanguages(a.text, b.text),
    comparisons: [...a.comparisons, ...b.comparisons],
  };
}

/** A value that satisfies a requirement: `absent`, a text, or undefined if there is none. */
export function satisfying({
  absent,
  present,
  text,
  comparisons,
}: KeyRequirement): 'absent' | { readonly text: string } | undefined {
  if (absent) return 'absent';
  if (!present) return undefined;
  if (comparisons.length === 0) {
    const example = exampleOf(text);
    return example === undefined ? undefined : { text: example };
  }
  const [first] = comparisons;
  const example = first?.kind === 'address' ? exampleAddress(comparisons) : exampleNumber(comparisons);
  return example === undefined ? undefined : { text: example };
}

/** Between two borders nothing changes, so one number of each stretch is enough. */
function exampleNumber(comparisons: readonly KeyComparison[]): string | undefined {
  const borders = [...new Set(comparisons.flatMap((comparison) => comparison.borders))].sort((a, b) => a - b);
  const [lowest = 0] = borders;
  const candidates = [
    lowest - 1,
    ...borders.flatMap((border, index) => [border, (border + (borders[index + 1] ?? border + 2)) / 2]),
  ];
  const found = candidates.find((candidate) => comparisons.every(({ test, holds }) => test(candidate) === holds));
  if (found === undefined) return undefined;
  return comparisons[0]?.kind === 'date' ? new Date(found).toISOString() : String(found);
}

function exampleAddress(comparisons: readonly KeyComparison[]): string | undefined {
  const rest = comparisons.reduce((sum, { values, holds }) => {
    const named = values
      .map((value) => addressBlock(value) ?? oneAddress(value) ?? NO_ADDRESSES)
      .reduce(eitherAddresses, NO_ADDRESSES);
    return holds ? bothAddresses(sum, named) : withoutAddresses(sum, named);
  }, ALL_ADDRESSES);
  return isEmpty(rest) ? undefined : rangeTexts(rest)[0]?.split('-')[0];
}
