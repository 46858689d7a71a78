import {
  addressBlock,
  ALL_ADDRESSES,
  bothAddresses,
  contains,
  eitherAddresses,
  isEmpty,
  NO_ADDRESSES,
  oneAddress,
  rangeTexts,
  withoutAddresses,
  type Addresses,
} from '../../reachability/addresses';
import { literal } from '../../glob/glob';
import { bothLanguages, EVERY_TEXT, exampleOf, noneOf, type Language } from '../../glob/language';
import { instant } from '../policy/instant';

/** A comparison of numbers, dates or addresses: true for one of the values, or for none of them. */
export interface KeyComparison {
  /** `seconds` are dates as well, which the request carries as a number. */
  readonly kind: 'number' | 'date' | 'seconds' | 'address';
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
  /** What each of its values must be like. */
  readonly text: Language;
  /** What some value must be like, each perhaps another one. */
  readonly some: readonly Language[];
  readonly comparisons: readonly KeyComparison[];
}

export const ANY_VALUE: KeyRequirement = { absent: true, present: true, text: EVERY_TEXT, some: [], comparisons: [] };
export const PRESENT: KeyRequirement = { ...ANY_VALUE, absent: false };
export const ABSENT: KeyRequirement = { ...ANY_VALUE, present: false };

export function bothRequirements(a: KeyRequirement, b: KeyRequirement): KeyRequirement {
  return {
    absent: a.absent && b.absent,
    present: a.present && b.present,
    text: bothLanguages(a.text, b.text),
    some: [...a.some, ...b.some],
    comparisons: [...a.comparisons, ...b.comparisons],
  };
}

/** What satisfies a requirement: `absent`, a text, several with commas between them, or undefined if there is nothing. */
export function satisfying(requirement: KeyRequirement): 'absent' | { readonly text: string } | undefined {
  const { absent, present, text, comparisons } = requirement;
  if (absent) return 'absent';
  if (!present) return undefined;
  const example =
    comparisons.length === 0
      ? exampleOfTexts(requirement)
      : isEveryText(text)
        ? exampleOfComparisons(comparisons)
        : exampleOfBoth(text, comparisons);
  return example === undefined ? undefined : { text: example };
}

/** One value that is all that is asked for, or one for each of what only some value must be. */
function exampleOfTexts({ text, some }: KeyRequirement): string | undefined {
  const one = exampleOf(some.reduce(bothLanguages, text));
  if (one !== undefined || some.length === 0) return one;
  const each = some.map((language) => exampleOf(bothLanguages(text, language)));
  return each.every((example) => example !== undefined) ? each.join(',') : undefined;
}

const isEveryText = ({ all, none }: Language): boolean => all.length === 0 && none.length === 0;

function exampleOfComparisons(comparisons: readonly KeyComparison[]): string | undefined {
  return comparisons[0]?.kind === 'address' ? exampleAddress(comparisons) : exampleNumber(comparisons);
}

/** Texts that are tried, of those that are asked for by their letters as well. */
const MOST_TRIED = 20;

/** Whatever is still left then may be one that satisfies all: nothing is proved by what was not tried. */
function exampleOfBoth(text: Language, comparisons: readonly KeyComparison[]): string | undefined {
  let rest = text;
  let example = exampleOf(rest);
  for (let tried = 0; tried < MOST_TRIED && example !== undefined; tried++) {
    const value = example;
    if (comparisons.every((comparison) => isAsCompared(comparison, value))) return value;
    rest = bothLanguages(rest, noneOf([literal(value)]));
    example = exampleOf(rest);
  }
  return example;
}

function isAsCompared({ kind, values, test, holds }: KeyComparison, text: string): boolean {
  if (kind !== 'address') return test(kind === 'number' ? Number(text) : instant(text)) === holds;
  const address = oneAddress(text);
  return address !== undefined && values.some((value) => contains(blockOf(value), address)) === holds;
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
  switch (comparisons[0]?.kind) {
    case 'date':
      return new Date(found).toISOString();
    case 'seconds':
      return String(found / 1000);
    default:
      return String(found);
  }
}

const blockOf = (value: string): Addresses => addressBlock(value) ?? oneAddress(value) ?? NO_ADDRESSES;

function exampleAddress(comparisons: readonly KeyComparison[]): string | undefined {
  const rest = comparisons.reduce((sum, { values, holds }) => {
    const named = values.map(blockOf).reduce(eitherAddresses, NO_ADDRESSES);
    return holds ? bothAddresses(sum, named) : withoutAddresses(sum, named);
  }, ALL_ADDRESSES);
  return isEmpty(rest) ? undefined : rangeTexts(rest)[0]?.split('-')[0];
}
