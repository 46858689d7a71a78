/**
 * What is known of the labels of something.
 *
 * A manifest shows the labels that its author wrote; controllers add some with values that nobody knows before, and of
 * a namespace that is not in the input only the name is known. Judging all of these as "label absent" is how a verdict
 * becomes wrong, so the three cases are kept apart.
 */
export interface Labels {
  /** Labels with their values. */
  readonly known: ReadonlyMap<string, string>;
  /** Keys that are there with a value that is not known. */
  readonly valueUnknown: ReadonlySet<string>;
  /** Keys that are there, with a value that is not known, or are not there. @default - none */
  readonly perhaps?: ReadonlySet<string>;
  /** Whether keys that are not mentioned are known to be absent. */
  readonly complete: boolean;
}

export const NO_LABELS: Labels = { known: new Map(), valueUnknown: new Set(), complete: true };

/** Labels of which nothing is known. */
export const ANY_LABELS: Labels = { known: new Map(), valueUnknown: new Set(), complete: false };

const NONE: ReadonlySet<string> = new Set();

export function completeLabels(known: ReadonlyMap<string, string>, valueUnknown: ReadonlySet<string> = NONE): Labels {
  return { known, valueUnknown, complete: true };
}

/** Labels of which some are known and others may exist. */
export function partialLabels(known: ReadonlyMap<string, string>): Labels {
  return { known, valueUnknown: NONE, complete: false };
}

/** Whether all of some labels are there for sure, each with its value. */
export function hasLabels({ known }: Labels, wanted: Iterable<readonly [key: string, value: string]>): boolean {
  return [...wanted].every(([key, value]) => known.get(key) === value);
}

/** A text that is equal for equal knowledge. */
export function labelsKey({ known, valueUnknown, perhaps = NONE, complete }: Labels): string {
  const entries = [
    ...[...known].map(([key, value]) => `${key}=${value}`),
    ...[...valueUnknown].map((key) => `${key}?`),
    ...[...perhaps].map((key) => `${key}??`),
  ];
  return `${entries.sort().join('\n')}${complete ? '' : '\n*'}`;
}
