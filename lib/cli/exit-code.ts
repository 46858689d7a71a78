/** Exit codes of every command; documented, so that pipelines may rely on them. */
export const ExitCode = {
  /** The command did what it says; for judgements: the answer is yes. */
  Good: 0,
  /** A judgement is negative or unknown. */
  Negative: 1,
  /** Bad input or usage. Nothing was written. */
  BadInput: 2,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** Ends a command with code 1: the answer was printed, and it is no, or unknown. The message goes to standard error. */
export class NegativeAnswer extends Error {}

/** Ends a command with a message on standard error and code 2. */
export class UsageError extends Error {}
