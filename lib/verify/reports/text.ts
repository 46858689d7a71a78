import type { Status } from '../verdict/status';
import type { Report, ReportedCheck, ReportedFinding } from './report';

const SIGNS: Readonly<Record<Status, string>> = {
  pass: 'pass',
  fail: 'FAIL',
  unknown: 'unknown',
  accepted: 'accepted',
  'not-applicable': '-',
};

/** The report for a terminal: the table, then failures with their places, then what is not known, then what is accepted. */
export function textReport({ summary, checks }: Report): string {
  const lines: string[] = [firstLine(summary), ''];
  const width = Math.max(...summary.expectedBehaviour.map(({ signal }) => signal.length));
  for (const { signal, status, because } of summary.expectedBehaviour) {
    const why = because.length === 0 ? '' : `   ${because.slice(0, 3).join(', ')}${because.length > 3 ? ', ...' : ''}`;
    lines.push(`  ${signal.padEnd(width)}  ${SIGNS[status].padEnd(8)}${why}`.trimEnd());
  }
  lines.push(...section('Failures', checks, 'fail'), ...section('Not known', checks, 'unknown'));
  lines.push(...section('Accepted', checks, 'accepted'));
  if (summary.premises.length > 0) lines.push('', 'Premises', ...summary.premises.map((premise) => `  ${premise}`));
  const { pass, fail, unknown, accepted } = summary.checks;
  lines.push('', `${pass} checks pass, ${fail} fail, ${unknown} not known, ${accepted} accepted`);
  return `${lines.join('\n')}\n`;
}

/** What the verdict is about, and what was not judged. */
function firstLine({ complete, projects, notJudged }: Report['summary']): string {
  const scope = complete ? 'Verdict on the cluster' : 'Verdict of these files only';
  const named = projects.length > 4 ? `${projects.length} projects` : projects.join(', ');
  const without = new Map<string, string[]>();
  for (const { family, reason } of notJudged) without.set(reason, [...(without.get(reason) ?? []), family]);
  const left = [...without].map(([reason, families]) => `not judged: ${families.join(', ')} (${reason})`);
  return [`${scope}${named === '' ? '' : `: ${named}`}`, ...left].join('; ');
}

function section(
  title: string,
  checks: readonly ReportedCheck[],
  status: ReportedFinding['status'],
): readonly string[] {
  const concerned = checks.filter(({ findings }) => findings.some((finding) => finding.status === status));
  if (concerned.length === 0) return [];
  const lines = ['', title];
  for (const { id, title: what, findings } of concerned) {
    lines.push(`  ${id}: ${what}`);
    const own = findings.filter((finding) => finding.status === status);
    for (const finding of own.slice(0, MOST)) lines.push(...findingLines(finding));
    if (own.length > MOST) lines.push(`    and ${own.length - MOST} more`);
  }
  return lines;
}

/** Findings of a check that a reader looks at; the other formats have all. */
const MOST = 10;

function findingLines({
  file,
  line,
  resource,
  namespace,
  path,
  message,
  accepted,
  claimed,
  fix,
  status,
}: ReportedFinding): readonly string[] {
  const where = file === undefined ? '' : `${file}:${line} `;
  const what = `${namespace === undefined ? '' : `${namespace}/`}${resource}${path === '' ? '' : ` ${path}`}`;
  return [
    `    ${where}${what}`,
    `      ${message}`,
    ...(accepted === undefined ? [] : [`      accepted: ${accepted}`]),
    ...(claimed === undefined ? [] : [`      the object itself claims: ${claimed}; a claim excuses nothing`]),
    ...(status === 'accepted' ? [] : [`      fix: ${fix}`]),
  ];
}
