import type { Progress } from '../progress';
import type { Row } from '../report/expected-behaviour';

/** What all suites are given. */
export interface SuiteContext {
  readonly progress: Progress;
  /** Folders of manifests to judge. */
  readonly manifests: readonly string[];
  /** For tables and other results. */
  print(text: string): void;
}

/** One statement and whether it holds. */
export interface Check {
  /** The statement, as a sentence: what was done and what has to come of it. */
  readonly title: string;
  /** Why it does not hold, in the words of the engine; undefined when it holds. */
  readonly fault?: string | undefined;
  /** What the engine answered, in its own words. @default "- nothing worth repeating" */
  readonly answer?: string;
  /** How long the answer took. @default "- not measured" */
  readonly seconds?: number;
  /** The row of the table "Expected Behaviour" that this is evidence for. @default "- none" */
  readonly row?: Row;
}

/** Checks that belong together and share their engines. */
export interface Suite {
  /** Name on the command line. */
  readonly name: string;
  readonly title: string;
  /** Engines that must be built. */
  readonly engines: readonly string[];
  /** What this suite cannot show, and why, for the report. @default "- nothing" */
  readonly notShown?: readonly string[];
  /** Throws `MachineCannot` where this machine can't run the suite. @default "- the engines are all that it needs" */
  assertMachine?(): Promise<void>;
  run(context: SuiteContext): Promise<readonly Check[]>;
}
