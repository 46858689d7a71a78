import type { CheckReport, RowReport, RunReport } from './run-report';

/** The end of a run, for people: the guide's table with its evidence, what was not shown, every fault, the count. */
export function reportText({ suites, expectedBehaviour }: RunReport): string {
  const checks = suites.flatMap((suite) => suite.checks);
  const failed = checks.filter(({ holds }) => !holds);
  const asked = expectedBehaviour.filter(({ evidence }) => evidence.length > 0);
  const notShown = suites.flatMap((suite) => suite.notShown.map((text) => `${suite.name}: ${text}`));
  return [
    ...(asked.length === 0 ? [] : ['Expected behaviour', ...asked.map(rowText)]),
    ...(notShown.length === 0 ? [] : [`Not shown\n${notShown.map((text) => `  ${text}`).join('\n')}`]),
    ...failed.map(({ title, fault = '' }) => `FAILED ${title}\n${indented(fault)}`),
    `${checks.length - failed.length} passed, ${failed.length} failed`,
  ].join('\n\n');
}

function rowText({ signal, before, after, evidence }: RowReport): string {
  return [
    signal,
    `  before isolation: ${before}`,
    `  after isolation:  ${after}`,
    ...evidence.map((check) => `  ${check.suite}: ${check.title}\n${indented(outcome(check), '    ')}`),
  ].join('\n');
}

function outcome({ holds, answer, fault }: CheckReport): string {
  if (!holds) return `DOES NOT HOLD: ${fault}`;
  return answer === undefined ? 'holds' : `holds; answer: ${answer}`;
}

const indented = (text: string, by = '  '): string => text.replace(/^/gm, by);
