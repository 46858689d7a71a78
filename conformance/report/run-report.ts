import type { Check } from '../suites/suite';
import { expectedBehaviour, type Row } from './expected-behaviour';

/** One run of the suites: what was asked of which engines, and what they answered. */
export interface RunReport {
  /** Version of this format. */
  readonly version: 1;
  readonly engines: readonly { readonly name: string; readonly version: string }[];
  readonly suites: readonly SuiteReport[];
  /** The guide's table, each row with its evidence; a row without any was not asked in this run. */
  readonly expectedBehaviour: readonly RowReport[];
}

export interface SuiteReport {
  readonly name: string;
  readonly title: string;
  readonly engines: readonly string[];
  readonly seconds: number;
  readonly checks: readonly CheckReport[];
  /** What the suite cannot show, and why. */
  readonly notShown: readonly string[];
}

export interface CheckReport {
  readonly title: string;
  readonly holds: boolean;
  /** What the engine answered. */
  readonly answer?: string;
  /** Why the statement does not hold. */
  readonly fault?: string;
  /** How long the answer took, where it was asked by itself. */
  readonly seconds?: number;
}

export interface RowReport {
  readonly row: Row;
  readonly signal: string;
  readonly before: string;
  readonly after: string;
  readonly evidence: readonly (CheckReport & { readonly suite: string })[];
}

/** A suite that has run. */
export interface SuiteRun extends Omit<SuiteReport, 'checks'> {
  readonly checks: readonly Check[];
}

export function runReport(engines: RunReport['engines'], runs: readonly SuiteRun[]): RunReport {
  return {
    version: 1,
    engines: engines.map(({ name, version }) => ({ name, version })),
    suites: runs.map(({ name, title, engines: used, seconds, checks, notShown }) => ({
      name,
      title,
      engines: used,
      seconds: rounded(seconds),
      checks: checks.map(checkReport),
      notShown,
    })),
    expectedBehaviour: Object.entries(expectedBehaviour).map(([row, texts]) => ({
      row: row as Row,
      ...texts,
      evidence: runs.flatMap(({ name, checks }) =>
        checks.filter((check) => check.row === row).map((check) => ({ suite: name, ...checkReport(check) })),
      ),
    })),
  };
}

function checkReport({ title, answer, fault, seconds }: Check): CheckReport {
  return {
    title,
    holds: fault === undefined,
    ...(answer !== undefined && { answer }),
    ...(fault !== undefined && { fault }),
    ...(seconds !== undefined && { seconds: rounded(seconds) }),
  };
}

const rounded = (seconds: number): number => Math.round(seconds * 10) / 10;
