import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHECKS } from '../../lib/verify/checks';
import { exampleObjects, object, podOf, type Loose } from '../verify/checks/example';
import { runCli, type CliResult } from './run-cli';

const PLATFORM = ['--platform', 'examples/document-1/platform.ts'];
const ASSUME = ['--assume', 'cni=vpc-cni,strict,complete'];
let folder: string;
const file = (name: string): string => join(folder, name);
const write = (name: string, value: unknown): string => {
  writeFileSync(file(name), typeof value === 'string' ? value : JSON.stringify(value));
  return file(name);
};
const listed = (items: readonly Loose[]): object => ({ apiVersion: 'v1', kind: 'List', items });

let good: string;
let bad: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'verify-'));
  good = write('good.json', listed(exampleObjects()));
  const objects = exampleObjects();
  podOf(objects).spec.containers[0].image = '111122223333.dkr.ecr.us-west-2.amazonaws.com/alpha/train:latest';
  bad = write('bad.json', listed(objects));
});
afterAll(() => rmSync(folder, { recursive: true }));

const verify = (...args: string[]): CliResult => runCli(['verify', ...args, ...PLATFORM]);

describe('exit codes of verify', () => {
  test('0 if everything that was judged passes, is accepted or does not apply', () => {
    expect(verify(good, ...ASSUME)).toMatchObject({ code: 0, stderr: '' });
  });

  test('1 on a failure, with the file written and named all the same', () => {
    const report = file('sub/report.html');
    const { code, stdout, stderr } = verify(bad, ...ASSUME, '--format', 'html', '--output', report);
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^report as html: .*report\.html\n\d+ checks fail/),
    });
    expect(readFileSync(report, 'utf8')).toContain('train:latest');
  });

  test('further forms go into files, in one run', () => {
    const [html, sarif] = [file('all.html'), file('all.sarif')];
    const { code, stdout, stderr } = verify(bad, ...ASSUME, '--write', `html=${html}`, `sarif=${sarif}`);
    expect(stderr).toContain(`report as html: ${html}\nreport as sarif: ${sarif}\n`);
    expect([code, stdout.split('\n')[0]]).toEqual([1, expect.stringContaining('Verdict on the cluster')]);
    expect(readFileSync(html, 'utf8')).toContain('<!doctype html>');
    expect(JSON.parse(readFileSync(sarif, 'utf8'))).toMatchObject({ version: '2.1.0' });
  });

  test('1 on anything unknown, 0 if it is allowed by name, which is printed', () => {
    const asked = verify(good, '--assume', 'cni=vpc-cni,complete');
    expect(asked.code).toBe(1);
    expect(asked.stderr).toBe('1 check cannot be decided\n');
    const allowed = verify(good, '--assume', 'cni=vpc-cni,complete', '--allow-unknown', 'network/starts-closed');
    expect(allowed).toMatchObject({ code: 0, stderr: 'not known, and allowed to be: network/starts-closed\n' });
  });

  test('families that nobody asks for are not judged, and the first line says so', () => {
    const { code, stdout } = verify(good, ...ASSUME, '--family', 'network', 'pod');
    expect(code).toBe(0);
    expect(stdout.split('\n')[0]).toMatch(/; not judged: Placement, .*Secrets \(not asked for\)$/);
    expect(stdout).toMatch(/Training service account reads the whole bucket\s+not judged/);
    expect(verify(bad, ...ASSUME, '--family', 'placement').code).toBe(0);
  });

  test('a namespace that no object is in is judged, and said to be none', () => {
    const { code, stderr } = verify(good, ...ASSUME, '--namespace', 'ml-alpha', 'ml-alhpa');
    expect(code).toBe(1);
    expect(stderr).toContain(`no object of ${good} is in the namespace ml-alhpa; did you mean "ml-alpha"?\n`);
    expect(stderr).not.toContain('the namespace ml-alpha');
  });

  test('without --platform, files are judged by themselves, and a description that package.json names is pointed to', () => {
    const hint = 'judged by the files alone; --platform platform.ts says what is meant and accepted\n';
    const alone = (project: string) => runCli(['verify', good, ...ASSUME], project).stderr;
    const project = mkdtempSync(join(folder, 'project-'));
    expect(alone(project)).not.toContain('--platform');
    writeFileSync(join(project, 'package.json'), JSON.stringify({ 'training-isolation': { platform: 'platform.ts' } }));
    expect(alone(project)).toContain(hint);
    expect(runCli(['diff', good, bad, ...ASSUME], project).stderr.split(hint)).toHaveLength(2);
  });

  test('2 for a path behind an option that takes several values, which would not be judged', () => {
    const { code, stderr } = verify(good, ...ASSUME, '--namespace', 'ml-alpha', good);
    expect(code).toBe(2);
    expect(stderr).toContain(`${good} was read as a value of --namespace`);
  });

  test('0 if a baseline names the finding, until the day on which it ends', () => {
    const objects = exampleObjects();
    const scripts = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && /^helpers-/.test(metadata.name));
    delete scripts.immutable;
    const mutable = write('mutable.json', listed(objects));
    const entry = { check: 'pod/mounted-code', resource: 'Job/pretrain', namespace: 'ml-alpha', until: '2026-12-31' };
    const baseline = write('baseline.json', [{ ...entry, reason: 'mirrored until the end of the year' }]);
    const run = (at: string): CliResult => verify(mutable, ...ASSUME, '--baseline', baseline, '--at', at);
    expect(run('2026-12-31')).toMatchObject({ code: 0, stderr: '' });
    expect(run('2027-01-01')).toMatchObject({
      code: 1,
      stderr: `${baseline}: pod/mounted-code ml-alpha/Job/pretrain ran out on 2026-12-31\n1 check fails\n`,
    });
  });

  test.each<[string, () => readonly string[], RegExp]>([
    ['without paths', () => [], /give files or folders/],
    ['a file that is not there', () => [file('missing.yaml')], /no such file/],
    ['a broken file, by its line', () => [write('broken.yaml', 'apiVersion: v1\nkind: [')], /broken\.yaml/],
    ['an empty file', () => [write('empty.yaml', '')], /empty/],
    ['an unknown format', () => [good, '--format', 'pdf'], /pdf/],
    [
      'an unknown check that may be unknown',
      () => [good, '--allow-unknown', 'network/start-closed'],
      /did you mean "network\/starts-closed"/,
    ],
    ['an unknown check to explain', () => ['--explain', 'x/y'], /no check has this id/],
    ['a day that does not exist', () => [good, '--at', '2026-13-01'], /give a day/],
    [
      'a baseline that is not there',
      () => [good, '--baseline', file('none.yaml')],
      /1\. .*none\.yaml\n +given: +no such file/,
    ],
    ['a baseline that is a folder', () => [good, '--baseline', folder], /given: +a folder\n/],
    ['an unknown assumption', () => [good, '--assume', 'everything'], /cannot assume everything/],
    [
      'assumptions that contradict each other',
      () => [good, '--assume', 'cni=cilium', 'cni=calico'],
      /cni=calico: cni=cilium is assumed already/,
    ],
    ['an unknown family', () => [good, '--family', 'networks'], /--family networks: did you mean "network"/],
    ['a pattern in place of a namespace', () => [good, '--namespace', 'ml-*'], /ml-\*: give the name of a namespace/],
    ['a further report on standard output', () => [good, '--write', 'sarif=-'], /--format sarif/],
  ])('2 for %s', (_, args, message) => {
    const { code, stdout, stderr } = verify(...args());
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  test.each([
    [['verify', '--namespace', 'ml-alpha'], '--namespace'],
    [['verify', '--assume', 'complete'], '--assume'],
    [['verify', '--allow-unknown', 'network/enforced'], '--allow-unknown'],
    [['diff', '--assume', 'complete'], '--assume'],
    [['connections', '--assume', 'complete'], '--assume'],
  ])('2 for a path behind %j, with the order that works', (args, option) => {
    const { code, stderr } = runCli([...args, good]);
    expect(code).toBe(2);
    expect(stderr).toContain(
      `${good} was read as a value of ${option}: if it is a path, put paths first, or -- before`,
    );
    expect(runCli([...args, '--', good]).stderr).not.toContain('put paths first');
  });

  test('2 for files without any project', () => {
    const { code, stderr } = runCli([
      'verify',
      write('other.json', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'x' } }),
    ]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/no namespace of a project[^]*--namespace/);
    const described = verify(file('other.json'));
    expect([described.code, described.stderr]).toEqual([2, expect.not.stringContaining('give the description')]);
    expect(described.stderr).toMatch(/no namespace of a project[^]*--namespace/);
    const empty = runCli(['verify', write('empty.json', { version: 3, deployment: {} })]);
    expect(empty).toMatchObject({ code: 2, stderr: expect.stringContaining('nothing that a check is about') });
    expect(empty.stderr).toContain('and give the description with --platform');
    expect(verify(file('empty.json')).stderr).toMatch(/nothing that a check is about[^]*fix: +check the paths$/m);
  });
});

test('--explain says what a check means, --list lists them all', () => {
  const { code, stdout } = runCli(['verify', '--explain', 'network/projects-apart']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/No pod of a project reaches[^]*Stops: +A1[^]*Control:[^]*Mend:/);
  expect(runCli(['verify', '--list']).stdout).toMatch(/^network\/projects-apart +No pod of a project/m);
  const listed = JSON.parse(runCli(['verify', '--list', '--format', 'json']).stdout) as readonly object[];
  expect(listed).toHaveLength(CHECKS.length);
  expect(listed).toContainEqual(
    JSON.parse(runCli(['verify', '--explain', 'network/projects-apart', '--format', 'json']).stdout),
  );
  expect(runCli(['verify', '--list', '--format', 'sarif'])).toMatchObject({ code: 2, stdout: '' });
});

describe('diff', () => {
  const diff = (...args: string[]): CliResult => runCli(['diff', ...args, ...PLATFORM, ...ASSUME]);

  test('of two inputs with faults tells those of both', () => {
    const { code, stderr } = diff(file('none.yaml'), file('neither.yaml'));
    expect([code, stderr.split('\n')[0]]).toEqual([2, '2 faults in the input']);
    expect(stderr).toMatch(/1\. .*none\.yaml\n[^]*2\. .*neither\.yaml\n/);
  });

  test('exits with 0 if nothing was loosened, between reports and inputs alike', () => {
    expect(verify(good, ...ASSUME, '--format', 'json', '--output', file('good-report.json')).code).toBe(0);
    expect(diff(file('good-report.json'), good)).toMatchObject({ code: 0, stdout: 'No difference\n' });
    const { code, stdout } = diff(bad, file('good-report.json'));
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Nothing was loosened[^]*pod\/image-digest: fail -> pass/);
  });

  test('exits with 1 if something became reachable, and says what', () => {
    const objects = exampleObjects();
    object(objects, 'NetworkPolicy', 'allow-pod-identity', 'ml-alpha').spec.egress.push({
      to: [{ ipBlock: { cidr: '203.0.113.0/24' } }],
    });
    const { code, stdout } = diff(good, write('opened.json', listed(objects)), '--format', 'json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      loosened: true,
      reachable: { became: [{ from: 'ml-alpha', to: 'outside 203.0.113.0/24', connections: 'All Connections' }] },
    });
  });

  test('exits with 2 for a report that is none', () => {
    const { code, stderr } = diff(write('odd.json', { version: 1, inputs: [], summary: {}, checks: [] }), good);
    expect(code).toBe(2);
    expect(stderr).toMatch(/odd\.json summary\.verdict/);
  });
});
