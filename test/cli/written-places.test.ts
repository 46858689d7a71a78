import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { platformProps } from '../platform-props';
import { ROOT, runCli, type CliResult } from './run-cli';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'written-'));
  file('platform.json', JSON.stringify(platformProps()));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = (name: string, text: string): void => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
};
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const below = (name: string): string[] => readdirSync(join(folder, name)).sort();
const helmValues = (output: string, cwd = folder): CliResult =>
  runCli(['helm-values', '--platform', join(folder, 'platform.json'), '--output', output], cwd);

/** An app without this library: what it writes is what the test says. */
const synth = (files: Readonly<Record<string, string>>, ...args: string[]): CliResult => {
  file('app/files.json', JSON.stringify(files));
  file(
    'app/main.js',
    `const { mkdirSync, writeFileSync } = require('fs'), { dirname, join } = require('path');
for (const [name, text] of Object.entries(require('./files.json'))) {
  const path = join(process.env.CDK8S_OUTDIR, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}`,
  );
  return runCli(['synth', '--platform', 'platform.json', '--app', 'node app/main.js', ...args], folder);
};
const NAMESPACE = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ml-alpha\n';

describe('a folder is replaced', () => {
  test('if it is new, empty, or holds what an earlier run wrote, also for another description', () => {
    mkdirSync(join(folder, 'helm'));
    expect(helmValues('helm').code).toBe(0);
    const written = read('helm/falco.yaml');
    rmSync(join(folder, 'helm/kyverno.yaml'));
    file('platform.json', JSON.stringify({ ...platformProps(), name: 'other' }));
    expect(helmValues('helm').code).toBe(0);
    expect(below('helm')).toHaveLength(8);
    expect(read('helm/falco.yaml')).not.toBe(written);
  });

  test('if it holds manifests of cdk8s, in folders too, and where Helm values and plan lie below it', () => {
    file('dist/old.k8s.yaml', NAMESPACE);
    file('dist/chart/Namespace.x.k8s.yaml', NAMESPACE);
    for (const run of ['first', 'second']) {
      expect([run, synth({ 'a.k8s.yaml': NAMESPACE }, '--output', 'dist').code]).toEqual([run, 0]);
      expect(below('dist')).toEqual(['a.k8s.yaml', 'helm']);
      file('dist/plan.json', '{}');
    }
  });

  test('if it lists all its files as written by the app, whatever they are called', () => {
    expect(synth({ 'b.yaml': NAMESPACE, 'a/note.txt': 'x' }, '--output', 'out').code).toBe(0);
    expect(below('out')).toEqual(['.training-isolation-files', 'a', 'b.yaml']);
    expect(read('out/.training-isolation-files')).toBe('a/note.txt\nb.yaml\n');
    expect(synth({ 'a.k8s.yaml': NAMESPACE }, '--output', 'out').code).toBe(0);
    expect(below('out')).toEqual(['a.k8s.yaml']);
    expect(synth({ 'b.yaml': NAMESPACE }, '--output', 'out').code).toBe(0);
    file('out/mine.yaml', 'a: 1\n');
    expect(synth({ 'b.yaml': NAMESPACE }, '--output', 'out')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('wrote (mine.yaml): '),
    });
  });

  test('behind a link, which stays one', () => {
    mkdirSync(join(folder, 'real'));
    symlinkSync('real', join(folder, 'helm'));
    expect(helmValues('helm').code).toBe(0);
    expect(below('real')).toHaveLength(8);
  });
});

describe('a folder is left as it is, and the command ends with code 2', () => {
  const kept = (result: CliResult, ...said: string[]): void => {
    expect([result.code, result.stdout]).toEqual([2, '']);
    for (const text of said) expect(result.stderr).toContain(text);
    expect(result.stderr).not.toContain('    at ');
  };

  test.each([
    ['a project', 'project/package.json', 'package.json): give a new folder, or move that away'],
    ['values of somebody else under the name of a chart', 'project/falco.yaml', 'falco.yaml'],
    ['something deep in it', 'project/a/b/notes.md', join('a', 'b', 'notes.md')],
    ['something hidden', 'project/.git/HEAD', join('.git', 'HEAD')],
  ])('if it holds %s', (_, name, said) => {
    file(name, 'mine\n');
    kept(helmValues('project'), 'cannot replace project: it holds what no earlier run wrote (', said);
    kept(synth({ 'a.k8s.yaml': NAMESPACE }, '--output', 'project'), said);
    kept(synth({ 'a.k8s.yaml': NAMESPACE }, '--output', 'out', '--helm', 'project'), said);
    expect(read(name)).toBe('mine\n');
    expect(below('.')).toEqual(['app', 'platform.json', 'project']);
  });

  test('if the working folder is it or lies in it', () => {
    mkdirSync(join(folder, 'work'));
    for (const output of ['.', '..', folder]) kept(helmValues(output, join(folder, 'work')), 'the working folder');
    expect(below('.')).toEqual(['platform.json', 'work']);
  });

  test('if Helm values would take the place of the manifests of the same run', () => {
    for (const helm of ['out', 'out/manifests'])
      kept(synth({ 'a.k8s.yaml': NAMESPACE }, '--output', 'out/manifests', '--helm', helm), '--helm');
    expect(below('.')).toEqual(['app', 'platform.json']);
  });
});

describe('a place that takes nothing is bad input, by its path and with what to do', () => {
  const program = 'module.exports = () => ({});\n';

  test.each([
    ['a folder', 'there', /there: it is a folder: give the name of a file/],
    ['the working folder', '.', /\.: it is a folder/],
    ['below a file', 'platform.json/x', /platform\.json\/x: a part of the path is a file/],
    ['where the system makes nothing', '/proc/x', /\/proc\/x: nothing can be made there|no right/],
    ['without space', '/dev/full', /no space left/],
  ])('for a file: %s', (_, output, said) => {
    mkdirSync(join(folder, 'there'));
    file('ns.yaml', `${NAMESPACE}  labels: { training-isolation/project: alpha }\n`);
    file('Pulumi.yaml', 'name: x\nruntime: nodejs\n');
    file('index.js', program);
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    for (const args of [
      ['verify', 'ns.yaml', '--output', output],
      ['verify', 'ns.yaml', '--write', `html=${output}`],
      ['diff', 'ns.yaml', 'ns.yaml', '--output', output],
      ['plan', '--output', output],
    ]) {
      const { code, stderr } = runCli(args, folder);
      expect([args[0], code, stderr]).toEqual([args[0], 2, expect.stringMatching(said)]);
      expect(stderr).not.toContain('    at ');
    }
  });

  test.each([
    ['a file', 'platform.json', /platform\.json: it is a file: give the name of a folder/],
    ['below a file', 'platform.json/x', /a part of the path is a file/],
    ['where the system makes nothing', '/proc/x', /\/proc\/x: nothing can be made there|no right/],
  ])('for a folder: %s', (_, output, said) => {
    const { code, stderr } = helmValues(output);
    expect([code, stderr]).toEqual([2, expect.stringMatching(said)]);
    expect(stderr).not.toContain('    at ');
  });
});

test('a file behind a link is written and the link stays, and a pipe is written into', () => {
  file('ns.yaml', `${NAMESPACE}  labels: { training-isolation/project: alpha }\n`);
  file('real.txt', 'old');
  symlinkSync('real.txt', join(folder, 'link.txt'));
  runCli(['verify', 'ns.yaml', '--output', 'link.txt'], folder);
  expect(read('real.txt')).toContain('Verdict');
  const main = join(ROOT, 'build/cli/main.js');
  const { stdout } = spawnSync(
    'bash',
    ['-c', `${process.execPath} ${main} verify ns.yaml --output /dev/stdout | cat`],
    {
      cwd: folder,
      encoding: 'utf8',
    },
  );
  expect(stdout).toBe(read('real.txt'));
});
