import { closest, distance } from 'fastest-levenshtein';
import { counted } from '../counted';
import { callersFrames } from './own-frames';

/** One thing that is wrong with an input: where, what was given, what would be right, and how to get there. */
export interface Fault {
  /** Path to the value, as a reader of the input would write it: `projects[1].gpus`. */
  readonly path: string;
  /** The value that was given, as short JSON; `nothing` where a required value is missing. */
  readonly given: string;
  /** What is accepted at this path. */
  readonly allowed: string;
  /** What to do about it. */
  readonly fix: string;
}

/**
 * Thrown once for an input, with every fault that it has. Nothing has been written when it is thrown.
 *
 * Told apart by {@link isInvalidInput}, not by `instanceof`: a program may hold two copies of this package.
 */
export class InvalidInputError extends Error {
  constructor(
    /** What was judged, for the first line: `platform description`, `TrainingJob "pretrain"`. */
    readonly subject: string,
    /** Every fault, in the order of the input. */
    readonly faults: readonly Fault[],
  ) {
    super(describeFaults(subject, faults));
    this.name = 'InvalidInputError';
    // The message says it all; Node would print enumerable fields of an uncaught error once more.
    for (const field of ['name', 'subject', 'faults']) Object.defineProperty(this, field, { enumerable: false });
    // An app that does not catch it is printed with its stack: frames of this library would tell nobody anything.
    const stack = [`${this.name}: ${this.message}`, ...callersFrames(this.stack)].join('\n');
    Object.defineProperty(this, 'stack', { value: stack, enumerable: false, writable: true, configurable: true });
  }
}

/** Whether an error is an {@link InvalidInputError}, of whichever copy of this package. */
export function isInvalidInput(error: unknown): error is InvalidInputError {
  return error instanceof Error && error.name === 'InvalidInputError' && 'faults' in error;
}

/** @throws InvalidInputError if there is any fault */
export function refuseFaults(subject: string, faults: readonly Fault[]): void {
  if (faults.length > 0) throw new InvalidInputError(subject, faults);
}

/** The text form: a headline with the count, then path, given, allowed and fix of each fault. */
function describeFaults(subject: string, faults: readonly Fault[]): string {
  const headline = `${counted(faults.length, 'fault', 'faults')} in ${subject}`;
  const blocks = faults.map(
    (fault, index) =>
      `  ${index + 1}. ${fault.path}\n     given:   ${fault.given}\n     allowed: ${fault.allowed}\n     fix:     ${fault.fix}`,
  );
  return [headline, ...blocks].join('\n');
}

/** A value as a fault shows it: JSON, cut to a length that fits a line, or what JavaScript calls it where JSON has no word. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'function') return 'a function';
  const text = typeof value === 'number' ? String(value) : jsonOf(value);
  return text.length <= 80 ? text : `${text.slice(0, 77)}...`;
}

/** JSON throws at a bigint and at an object that holds itself, and knows no symbols. */
function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}

/** Whether two words are the same but for a letter, two that changed places, or large and small letters. */
export function isSlip(given: string, known: string): boolean {
  const [small, meant] = [given.toLowerCase(), known.toLowerCase()];
  const letters = (word: string): string => [...word].sort().join('');
  return (
    given !== known &&
    (distance(small, meant) <= 1 || (letters(small) === letters(meant) && distance(small, meant) === 2))
  );
}

/** `did you mean "p4d.24xlarge"?` for a near miss, else the given advice. */
export function suggestion(given: string, known: readonly string[], otherwise: string): string {
  if (known.length === 0) return otherwise;
  const best = closest(given, [...known]);
  const near = distance(given.toLowerCase(), best.toLowerCase()) <= Math.max(2, Math.floor(best.length / 3));
  return near ? `did you mean ${JSON.stringify(best)}?` : otherwise;
}
