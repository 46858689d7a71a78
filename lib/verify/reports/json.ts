import type { Report } from './report';

/** The report as it is, for programs and for `diff`. */
export function jsonReport(report: Report): string {
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
