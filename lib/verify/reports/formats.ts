import { htmlReport } from './html';
import { jsonReport } from './json';
import { junitReport } from './junit';
import { markdownReport } from './markdown';
import type { Report } from './report';
import { sarifReport } from './sarif';
import { textReport } from './text';

/** What forms of reports are written with. */
export interface FormatOptions {
  /** Version of this package, for formats that name the tool. @default - none is named */
  readonly version?: string;
  /** Checks that may stay unknown. @default - none */
  readonly allowUnknown?: readonly string[];
}

/** How a report is written; a new format is one file and one line here. */
export const FORMATS = {
  text: textReport,
  json: jsonReport,
  sarif: sarifReport,
  junit: junitReport,
  markdown: markdownReport,
  html: htmlReport,
} as const satisfies Readonly<Record<string, (report: Report, options: FormatOptions) => string | Promise<string>>>;

/** Name of a form of reports, a key of {@link FORMATS}. */
export type Format = keyof typeof FORMATS;
