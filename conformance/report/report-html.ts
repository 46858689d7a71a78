import { h, type ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { STYLE } from '../../lib/verify/reports/html/style';
import type { CheckReport, EngineReport, RowReport, RunReport, SuiteReport } from './run-report';

/** Nothing may be loaded, and nothing may run. */
const CONTENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** What the verdict's page has no use for: words of engines, in as many lines as they said them. */
const ANSWERS = `
.answer { display: block; white-space: pre-wrap; margin-top: .35rem; color: var(--soft); }
.asked { table-layout: fixed; min-width: 56rem; }
.asked th:nth-child(1) { width: 34%; }
.asked th:nth-child(2) { width: 8rem; }
.asked td { overflow-wrap: anywhere; }
.asked th:nth-child(4) { width: 5.5rem; }
.asked td:nth-child(4) { font-variant-numeric: tabular-nums; }
`;

/** One file for whoever was not there: who judged, the guide's table with the answers, what was not shown, every answer. */
export function reportHtml(report: RunReport): string {
  const checks = report.suites.flatMap((suite) => suite.checks);
  const failed = checks.filter(({ holds }) => !holds).length;
  const page = h(
    'html',
    { lang: 'en' },
    h(
      'head',
      null,
      h('meta', { charset: 'utf-8' }),
      h('meta', { 'http-equiv': 'Content-Security-Policy', content: CONTENT_POLICY }),
      h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      h('meta', { name: 'color-scheme', content: 'light dark' }),
      h('title', null, `Conformance: ${checks.length - failed} of ${checks.length} hold`),
      h('style', { dangerouslySetInnerHTML: { __html: STYLE + ANSWERS } }),
    ),
    h(
      'body',
      null,
      h(
        'header',
        null,
        h('p', { class: 'kicker' }, 'training-isolation'),
        h('h1', null, 'Conformance ', chip(failed === 0)),
        h(
          'p',
          { class: 'lead' },
          `${checks.length - failed} of ${checks.length} statements hold. Each was put to the program that judges it in production, built from its public source; the answer is what that program said or did.`,
        ),
        h('p', { class: 'note' }, `${report.started}, on ${report.machine}`),
      ),
      h(
        'main',
        null,
        h('h2', null, 'Expected behaviour'),
        ...report.expectedBehaviour.map(row),
        h('h2', null, 'Not shown'),
        h(
          'ul',
          null,
          ...report.suites.flatMap(({ name, notShown }) => notShown.map((text) => h('li', null, `${name}: ${text}`))),
        ),
        h('h2', null, 'Who judged'),
        engines(report.engines),
        h('h2', null, 'Every statement'),
        ...report.suites.map(suite),
      ),
    ),
  );
  return `<!doctype html>\n${renderToString(page)}\n`;
}

function row({ signal, before, after, evidence, notAsked }: RowReport): ComponentChildren {
  const holds = evidence.every((check) => check.holds);
  return h(
    'article',
    evidence.length > 0 && !holds ? { class: 'fail' } : null,
    h(
      'h3',
      null,
      signal,
      ' ',
      evidence.length === 0 ? h('span', { class: 'chip unknown' }, '? not asked') : chip(holds),
    ),
    h('p', null, `Before isolation: ${before}. After: ${after}.`),
    notAsked === undefined
      ? asked('What was done, and what was answered', evidence)
      : h('p', { class: 'note' }, `Not asked: ${notAsked}.`),
  );
}

function suite({ name, title, checks, seconds }: SuiteReport): ComponentChildren {
  return h(
    'section',
    null,
    h('h3', null, `${name}: ${title}`),
    asked(
      `${checks.length} statements, ${seconds} s`,
      checks.map((check) => ({ ...check, suite: name })),
    ),
  );
}

function asked(caption: string, checks: readonly (CheckReport & { readonly suite: string })[]): ComponentChildren {
  return table(
    'asked',
    caption,
    ['Statement', 'Verdict', 'Answer', 'Seconds'],
    checks.map(({ title, holds, answer, fault, seconds, suite: name }) => [
      [title, h('code', { class: 'answer' }, `suite ${name}`)],
      chip(holds),
      h('code', { class: 'answer' }, fault ?? answer?.trim() ?? '–'),
      seconds ?? '–',
    ]),
  );
}

function engines(all: readonly EngineReport[]): ComponentChildren {
  return table(
    'judges',
    'Engines, each built from the source of its Go module',
    ['Engine', 'Version', 'Module', 'What for'],
    all.map(({ name, version, module, why }) => [name, version, h('code', null, module), why]),
  );
}

function table(
  name: string,
  caption: string,
  columns: readonly string[],
  rows: readonly (readonly ComponentChildren[])[],
): ComponentChildren {
  return h(
    'div',
    { class: 'scroll', role: 'region', 'aria-label': caption, tabIndex: 0 },
    h(
      'table',
      { class: name },
      h('caption', null, caption),
      h('thead', null, h('tr', null, ...columns.map((column) => h('th', { scope: 'col' }, column)))),
      h(
        'tbody',
        null,
        ...rows.map(([head, ...cells]) =>
          h('tr', null, h('th', { scope: 'row' }, head), ...cells.map((cell) => h('td', null, cell))),
        ),
      ),
    ),
  );
}

const chip = (holds: boolean): ComponentChildren =>
  h('span', { class: `chip ${holds ? 'pass' : 'fail'}` }, holds ? '✓ holds' : '✕ does not hold');
