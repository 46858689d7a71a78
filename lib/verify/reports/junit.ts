import type { XMLBuilder } from 'xmlbuilder2/lib/interfaces';
import { grouped } from '../../model/grouped';
import { counted } from '../../model/counted';
import { placeText, resourceText } from './finding-text';
import type { FormatOptions } from './formats';
import type { Report, ReportedCheck, ReportedFinding } from './report';

/**
 * JUnit XML, for the test report of a pipeline: a suite for each family, a case for each check. What is not known is an
 * error, what was not judged is skipped.
 */
export async function junitReport(
  { summary, checks }: Report,
  { allowUnknown = [] }: FormatOptions = {},
): Promise<string> {
  // A third of what the whole command line takes to load, and few ask for this form.
  const { create } = await import('xmlbuilder2');
  const families = grouped(checks, ({ id }) => id.slice(0, id.indexOf('/')));
  const outcomes = checks.map((check) => outcomeOf(check, allowUnknown));
  const document = create({ version: '1.0', encoding: 'UTF-8', invalidCharReplacement: '\uFFFD' });
  const root = document.ele('testsuites', {
    name: 'training-isolation',
    ...counts(outcomes, summary.notJudged.length),
  });
  for (const [family, own] of families) {
    const suite = root.ele('testsuite', {
      name: family,
      ...counts(own.map((check) => outcomeOf(check, allowUnknown))),
    });
    for (const check of own) testcase(suite, check, outcomeOf(check, allowUnknown));
  }
  for (const { family, reason } of summary.notJudged) {
    root
      .ele('testsuite', { name: family, ...counts([], 1) })
      .ele('testcase', { classname: family, name: 'not judged' })
      .ele('skipped', { message: reason });
  }
  return `${document.end({ prettyPrint: true })}\n`;
}

type Outcome = 'passed' | 'failure' | 'error' | 'skipped';

function outcomeOf({ id, status }: ReportedCheck, allowUnknown: readonly string[]): Outcome {
  switch (status) {
    case 'fail':
      return 'failure';
    case 'unknown':
      return allowUnknown.includes(id) ? 'skipped' : 'error';
    case 'not-applicable':
      return 'skipped';
    default:
      return 'passed';
  }
}

function counts(outcomes: readonly Outcome[], skipped = 0): Readonly<Record<string, number>> {
  const count = (wanted: Outcome): number => outcomes.filter((outcome) => outcome === wanted).length;
  return {
    tests: outcomes.length + skipped,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped') + skipped,
  };
}

function testcase(suite: XMLBuilder, { id, title, status, findings }: ReportedCheck, outcome: Outcome): void {
  const [first] = findings;
  const place = first?.file === undefined ? {} : { file: first.file, line: first.line ?? 1 };
  const element = suite.ele('testcase', { classname: id.replace('/', '.'), name: title, ...place });
  const text = findings.map(findingText).join('\n');
  if (outcome === 'failure' || outcome === 'error') {
    const message = `${counted(findings.length, 'finding', 'findings')}: ${first?.message ?? ''}`;
    element.ele(outcome, { message, type: status }).txt(text);
  } else if (outcome === 'skipped') {
    element.ele('skipped', { message: status === 'unknown' ? 'not known, and allowed to be' : 'does not apply' });
    if (text !== '') element.ele('system-out').txt(text);
  } else if (text !== '') {
    element.ele('system-out').txt(text);
  }
}

function findingText(finding: ReportedFinding): string {
  const { message, fix, accepted } = finding;
  const place = placeText(finding);
  const end = accepted === undefined ? `fix: ${fix}` : `accepted: ${accepted}`;
  return `${place === undefined ? '' : `${place} `}${resourceText(finding)}: ${message}; ${end}`;
}
