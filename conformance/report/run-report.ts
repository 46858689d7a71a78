import type { Check } from '../suites/suite';
import { expectedBehaviour, type Row } from './expected-behaviour';

/** One run of the suites: what was asked of which engines, and what they answered. */
export interface RunReport {
  /** Version of this format. */
  readonly version: 1;
  /** When it began, in UTC: `2026-08-01T12:00:00.000Z`. */
  readonly started: string;
  /** What it ran on: `Linux 6.1.0, x64, 2 processors`. */
  readonly machine: string;
  readonly engines: readonly EngineReport[];
  readonly suites: readonly SuiteReport[];
  /** The guide's table, each row with its evidence, or with the reason why there is none. */
  readonly expectedBehaviour: readonly RowReport[];
}

/** A program of the field that judged. */
export interface EngineReport {
  readonly name: string;
  readonly version: string;
  /** The Go module that it was built from. */
  readonly module: string;
  /** What it was asked for. */
  readonly why: string;
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
  /** Why there is no evidence. */
  readonly notAsked?: string;
}

/** A suite that has run. */
export interface SuiteRun extends Omit<SuiteReport, 'checks'> {
  readonly checks: readonly Check[];
}

/** Circumstances of a run, and what it asked. */
export interface Run extends Pick<RunReport, 'started' | 'machine' | 'engines'> {
  readonly suites: readonly SuiteRun[];
}

export function runReport({ started, machine, engines, suites }: Run): RunReport {
  return {
    version: 1,
    started,
    machine,
    engines: engines.map(({ name, version, module, why }) => ({ name, version, module, why })),
    suites: suites.map(({ name, title, engines: used, seconds, checks, notShown }) => ({
      name,
      title,
      engines: used,
      seconds: rounded(seconds),
      checks: checks.map(checkReport),
      notShown,
    })),
    expectedBehaviour: Object.entries(expectedBehaviour).map(([row, texts]) => rowReport(row as Row, texts, suites)),
  };
}

function rowReport(row: Row, texts: Omit<RowReport, 'row' | 'evidence'>, suites: readonly SuiteRun[]): RowReport {
  const { signal, before, after, notAsked = 'not in this run: `npm run conformance` runs every suite' } = texts;
  const evidence = suites.flatMap(({ name, checks }) =>
    checks.filter((check) => check.row === row).map((check) => ({ suite: name, ...checkReport(check) })),
  );
  return { row, signal, before, after, evidence, ...(evidence.length === 0 && { notAsked }) };
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
