import type { Status } from '../verdict/status';
import { placeText, resourceText } from './finding-text';
import { groupFindings } from './shared-findings';
import { countsText, headline, notJudgedText } from './headline';
import type { Report, ReportedFinding, Summary } from './report';
import { UNGUARDED_FIX, unguardedText } from './unguarded';

const SIGNS: Readonly<Record<Status, string>> = {
  pass: 'pass',
  fail: 'FAIL',
  unknown: 'unknown',
  accepted: 'accepted',
  'not-applicable': 'not judged',
};

/** The report for a terminal: the table, then failures with their places, then what is not known, then what is accepted. */
export function textReport(report: Report): string {
  const { summary } = report;
  const lines: string[] = [firstLine(summary), ''];
  const width = Math.max(...summary.expectedBehaviour.map(({ signal }) => signal.length));
  for (const { signal, status, because } of summary.expectedBehaviour) {
    const why = because.length === 0 ? '' : `   ${because.slice(0, 3).join(', ')}${because.length > 3 ? ', ...' : ''}`;
    lines.push(`  ${signal.padEnd(width)}  ${SIGNS[status].padEnd(8)}${why}`.trimEnd());
  }
  lines.push(...section('Failures', report, 'fail'), ...section('Not known', report, 'unknown'));
  lines.push(...section('Accepted', report, 'accepted'));
  if (summary.premises.length > 0) lines.push('', 'Premises', ...summary.premises.map((premise) => `  ${premise}`));
  lines.push('', countsText(summary));
  return `${lines.join('\n')}\n`;
}

function firstLine(summary: Summary): string {
  return [headline(summary), ...notJudgedText(summary).map((text) => `not judged: ${text}`)].join('; ');
}

function section(title: string, report: Report, status: ReportedFinding['status']): readonly string[] {
  const { unguarded, shared, own } = groupFindings(report, status);
  if (unguarded.length + shared.length + own.length === 0) return [];
  const lines = ['', title];
  for (const { check, findings } of own) {
    lines.push(`  ${check.id}: ${check.title}`);
    for (const finding of findings.slice(0, MOST)) lines.push(...findingLines(finding));
    if (findings.length > MOST) lines.push(`    and ${findings.length - MOST} more`);
  }
  for (const group of shared) {
    lines.push(`  ${group.checks.map(({ id }) => id).join(', ')}`);
    lines.push(...findingLines(group.finding));
  }
  if (unguarded.length > 0) {
    lines.push(`  ${unguarded.map(({ id }) => id).join(', ')}`);
    lines.push(`      ${unguardedText(unguarded)}`, `      fix: ${UNGUARDED_FIX}`);
  }
  return lines;
}

/** Findings of a check that a reader looks at; the other formats have all. */
const MOST = 10;

function findingLines(finding: ReportedFinding): readonly string[] {
  const { message, accepted, claimed, fix, status } = finding;
  const place = placeText(finding);
  return [
    `    ${place === undefined ? '' : `${place} `}${resourceText(finding)}`,
    `      ${message}`,
    ...(accepted === undefined ? [] : [`      accepted: ${accepted}`]),
    ...(claimed === undefined ? [] : [`      the object itself claims: ${claimed}; a claim excuses nothing`]),
    ...(status === 'accepted' ? [] : [`      fix: ${fix}`]),
  ];
}
