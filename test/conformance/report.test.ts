import { reportHtml } from '../../conformance/report/report-html';
import { reportText } from '../../conformance/report/report-text';
import { runReport, type RunReport } from '../../conformance/report/run-report';
import type { Check } from '../../conformance/suites/suite';

function reportOf(...checks: Check[]): RunReport {
  return runReport({
    started: '2026-08-01T12:00:00.000Z',
    machine: 'Linux 6.1.0, x64, 2 processors',
    engines: [{ name: 'etcd', version: 'v3.6.16', module: 'go.etcd.io/etcd/server/v3', why: "the API server's store" }],
    suites: [{ name: 'node', title: 'real nodes', engines: ['etcd'], seconds: 1.26, notShown: ['a GPU'], checks }],
  });
}

const shell: Check = { title: 'no shell', row: 'exec', answer: 'Forbidden: <b>"exec"</b>', seconds: 0.1 };

test('a row of the guide has its evidence, or says that nobody asked', () => {
  const { expectedBehaviour } = reportOf(shell);
  for (const { row, evidence, notAsked } of expectedBehaviour) {
    expect([row, evidence.length]).toEqual([row, row === 'exec' ? 1 : 0]);
    expect(notAsked === undefined).toBe(row === 'exec');
  }
});

test('the text names who judged, what was answered, what was not shown, and counts at its end', () => {
  const text = reportText(reportOf(shell, { title: 'no escape', fault: 'it runs' }));
  for (const words of [
    'on Linux 6.1.0, x64, 2 processors, of etcd v3.6.16',
    'holds; answer: Forbidden',
    'Training data PVC readable cross-namespace',
    'not asked: ',
    'node: a GPU',
    'FAILED no escape\n  it runs',
  ])
    expect(text).toContain(words);
  expect(text).toMatch(/\n1 passed, 1 failed$/);
});

test('a row with a statement that does not hold does not hold, in the text and on the page', () => {
  const report = reportOf(shell, { title: 'no other shell', row: 'exec', fault: 'it runs' });
  expect(reportText(report)).toContain('DOES NOT HOLD: it runs');
  const [article = ''] = /<article class="fail">.*?<\/h3>/.exec(reportHtml(report)) ?? [];
  expect(article).toContain('exec into another project');
  expect(article).toContain('does not hold');
});

test('the page takes words of an engine for words, and asks for nothing else', () => {
  const page = reportHtml(reportOf(shell));
  expect(page).toContain('Forbidden: &lt;b>&quot;exec&quot;&lt;/b>');
  expect(page).not.toMatch(/<(script|link|img|iframe)|https?:|src=/);
});
