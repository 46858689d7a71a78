import type { Progress } from '../progress';

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
  /** The statement, as a sentence. */
  readonly title: string;
  /** Why it does not hold, in the words of the engine; undefined when it holds. */
  readonly fault?: string | undefined;
}

/** Checks that belong together and share their engines. */
export interface Suite {
  /** Name on the command line. */
  readonly name: string;
  readonly title: string;
  /** Engines that must be built. */
  readonly engines: readonly string[];
  run(context: SuiteContext): Promise<readonly Check[]>;
}
