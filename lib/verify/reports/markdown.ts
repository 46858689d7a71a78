import type { Status } from '../verdict/status';
import { placeText, resourceText } from './finding-text';
import { groupFindings } from './shared-findings';
import { countsText, headline, notJudgedText } from './headline';
import type { Report, ReportedCheck, ReportedFinding } from './report';
import { UNGUARDED_FIX, unguardedText } from './unguarded';

const SIGNS: Readonly<Record<Status, string>> = {
  pass: '✅ pass',
  fail: '❌ **fail**',
  unknown: '❓ **unknown**',
  accepted: '⚠️ accepted',
  'not-applicable': '– not judged',
};

/** Findings of a check that a reader of a pull request looks at; comments have room for 65,536 characters. */
const MOST = 10;

/** Markdown for a comment on a pull request: the table, then what is wrong, folded. */
export function markdownReport(report: Report): string {
  const { summary } = report;
  const lines = [
    `### Isolation: ${SIGNS[summary.verdict]}`,
    '',
    `${escaped(headline(summary))}. ${countsText(summary)}.`,
    ...notJudgedText(summary).map((text) => `Not judged: ${escaped(text)}.`),
    '',
    '| Signal | Expected | Verdict | Because |',
    '| --- | --- | --- | --- |',
    ...summary.expectedBehaviour.map(({ signal, expected, status, because }) =>
      row(escaped(signal), escaped(expected), SIGNS[status], because.map(code).join(', ')),
    ),
    ...section('Failures', report, 'fail', true),
    ...section('Not known', report, 'unknown', false),
    ...section('Accepted', report, 'accepted', false),
  ];
  return `${lines.join('\n')}\n`;
}

function row(...cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function section(title: string, report: Report, status: ReportedFinding['status'], open: boolean): readonly string[] {
  const { unguarded, shared, own } = groupFindings(report, status);
  if (unguarded.length + shared.length + own.length === 0) return [];
  const count = report.checks.reduce(
    (sum, { findings }) => sum + findings.filter((item) => item.status === status).length,
    0,
  );
  return [
    '',
    `<details${open ? ' open' : ''}><summary>${title}: ${count}</summary>`,
    '',
    '| Check | Where | What | Mend |',
    '| --- | --- | --- | --- |',
    ...own.flatMap(({ check, findings }) => [
      ...findings.slice(0, MOST).map((finding) => findingRow(code(check.id), finding)),
      ...(findings.length > MOST ? [row(code(check.id), `${findings.length - MOST} more`, '', '')] : []),
    ]),
    ...shared.map((group) => findingRow(codes(group.checks), group.finding)),
    ...(unguarded.length === 0
      ? []
      : [row(codes(unguarded), '', escaped(unguardedText(unguarded)), escaped(UNGUARDED_FIX))]),
    '',
    '</details>',
  ];
}

function codes(checks: readonly ReportedCheck[]): string {
  return checks.map(({ id }) => code(id)).join(' ');
}

function findingRow(check: string, finding: ReportedFinding): string {
  const place = placeText(finding);
  const where = `${code(resourceText(finding))}${place === undefined ? '' : `<br>${code(place)}`}`;
  const { accepted, claimed, fix } = finding;
  const claim = claimed === undefined ? '' : ` (the object itself claims: ${claimed}; a claim excuses nothing)`;
  const mend = accepted === undefined ? fix : `accepted: ${accepted}`;
  return row(check, where, escaped(`${finding.message}${claim}`), escaped(mend));
}

/** Text that means nothing to Markdown or HTML, on one line; an @ would call people. */
function escaped(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[&<>`*_[\]|~@\\]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A code span of a table cell, whatever is in the text. */
function code(text: string): string {
  return `<code>${escaped(text)}</code>`;
}
