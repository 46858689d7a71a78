import { renderToString } from 'preact-render-to-string';
import { Page } from './html/page';
import type { Report } from './report';

/**
 * One file for an auditor: the verdict, what is wrong, who reaches whom, who reads what, what was taken for granted. It
 * needs no network and no script. Everything that comes from the input is escaped by the renderer.
 */
export function htmlReport(report: Report): string {
  return `<!doctype html>\n${renderToString(<Page report={report} />)}\n`;
}
