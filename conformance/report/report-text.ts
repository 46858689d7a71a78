import type { CheckReport, RowReport, RunReport } from './run-report';

/** The end of a run, for people: who judged, the guide's table with its evidence, what was not shown, faults, the count. */
export function reportText({ started, machine, engines, suites, expectedBehaviour }: RunReport): string {
  const checks = suites.flatMap((suite) => suite.checks);
  const failed = checks.filter(({ holds }) => !holds);
  const isAsked = expectedBehaviour.some(({ evidence }) => evidence.length > 0);
  const notShown = suites.flatMap((suite) => suite.notShown.map((text) => `${suite.name}: ${text}`));
  const judges = engines.map(({ name, version }) => `${name} ${version}`).join(', ');
  return [
    `Asked on ${started}, on ${machine}${judges === '' ? '' : `, of ${judges}`}`,
    ...(isAsked ? ['Expected behaviour', ...expectedBehaviour.map(rowText)] : []),
    ...(notShown.length === 0 ? [] : [`Not shown\n${notShown.map((text) => `  ${text}`).join('\n')}`]),
    ...failed.map(({ title, fault = '' }) => `FAILED ${title}\n${indented(fault)}`),
    `${checks.length - failed.length} passed, ${failed.length} failed`,
  ].join('\n\n');
}

function rowText({ signal, before, after, evidence, notAsked }: RowReport): string {
  return [
    signal,
    `  before isolation: ${before}`,
    `  after isolation:  ${after}`,
    ...(notAsked === undefined ? [] : [`  not asked: ${notAsked}`]),
    ...evidence.map((check) => `  ${check.suite}: ${check.title}\n${indented(outcome(check), '    ')}`),
  ].join('\n');
}

function outcome({ holds, answer, fault }: CheckReport): string {
  if (!holds) return `DOES NOT HOLD: ${fault}`;
  return answer === undefined ? 'holds' : `holds; answer: ${answer}`;
}

const indented = (text: string, by = '  '): string => text.replace(/^/gm, by);
