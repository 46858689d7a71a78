import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { load } from 'js-yaml';
import { CHECKS, readBaseline, readReport } from '../../lib/verify';
import { runCli } from '../cli/run-cli';
import { codeBlocks, DOCUMENTS } from './code-blocks';

const root = join(__dirname, '../..');
const blocks = codeBlocks('docs/verify.md');
const readme = codeBlocks('README.md');
const fileNamed = (name: string): string => blocks.find(({ attributes }) => attributes['file'] === name)?.text ?? '';

let folder: string;
const run = (args: readonly string[]): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
const installed = (path: string): string => join(root, 'node_modules', path);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'verify-document-'));
  mkdirSync(join(folder, 'node_modules'));
  for (const name of ['cdk8s', 'constructs', 'jiti', '.bin', '@pulumi', '@types', '@swc', '@jest', 'expect'])
    symlinkSync(installed(name), join(folder, 'node_modules', name));
  symlinkSync(root, join(folder, 'node_modules/training-isolation'));
  for (const { attributes, text } of [...readme, ...blocks]) {
    const { file } = attributes;
    if (file === undefined) continue;
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({
      name: 'consumer',
      jest: { transform: { '\\.ts$': [installed('@swc/jest'), { jsc: { parser: { syntax: 'typescript' } } }] } },
    }),
  );
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        strict: true,
        module: 'node16',
        target: 'es2022',
        noEmit: true,
        skipLibCheck: true,
        types: ['jest', 'node'],
      },
      include: ['*.ts', 'pack/*.ts'],
    }),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

test('the programs of the document compile', () => {
  expect(run([installed('ts7/bin/tsc'), '-p', '.'])).toMatchObject({ status: 0, stdout: '' });
});

test('its unit tests compile with the expect that they import as well', () => {
  const imported = "import { expect, test } from '@jest/globals';\n";
  writeFileSync(join(folder, 'imported.ts'), imported + fileNamed('isolation.test.ts'));
  expect(run([installed('ts7/bin/tsc'), '-p', '.'])).toMatchObject({ status: 0, stdout: '' });
  rmSync(join(folder, 'imported.ts'));
});

test('its unit tests pass', () => {
  const { status, stderr } = run([installed('jest/bin/jest.js'), '--rootDir', folder, '--testTimeout', '120000']);
  expect([status, stderr]).toEqual([0, expect.stringContaining('3 passed')]);
});

test('its cdk8s.yaml synthesizes and validates, and the library judges what came out', () => {
  const synth = run([installed('cdk8s-cli/bin/cdk8s'), 'synth', '--check-upgrade=false']);
  expect([synth.status, synth.stdout]).toEqual([0, expect.stringContaining('Validations ended succesfully')]);
  const judged = run([installed('jiti/lib/jiti-cli.mjs'), 'judge.ts']);
  expect(judged).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('Verdict of these files only: ml-alpha, ml-beta'),
  });
});

test('its pipeline is YAML, and its baseline and its report are of the shape that is read', () => {
  expect(load(fileNamed('.github/workflows/isolation.yaml'))).toMatchObject({ jobs: { verify: expect.anything() } });
  const ids = CHECKS.map(({ id }) => id);
  expect(readBaseline('baseline.yaml', fileNamed('baseline.yaml'), ids)).toHaveLength(1);
  const shown = JSON.parse(blocks.find(({ attributes }) => attributes['shape'] === 'report')?.text ?? '') as object;
  expect(readReport('shown', shown)).toEqual(shown);
});

test('every command line of the documents names commands and options that exist', () => {
  const lines = DOCUMENTS.flatMap((document) =>
    readFileSync(join(root, document), 'utf8')
      .replace(/>-\n\s+/g, '')
      .split('\n')
      .flatMap((line) => [...line.matchAll(/(?:npx )?training-isolation ([a-z][a-z-]*)([^|`#)]*)/g)]),
  ).filter(([text]) => text.startsWith('npx') || text.includes(' --'));
  expect(lines.length).toBeGreaterThan(12);
  const helps = new Map<string, string>();
  for (const [, command = '', rest = ''] of lines) {
    if (!helps.has(command)) helps.set(command, runCli([command, '--help']).stdout);
    const help = helps.get(command) ?? '';
    expect([command, help]).toEqual([command, expect.stringContaining(`training-isolation ${command}`)]);
    for (const [option] of rest.matchAll(/--[a-z-]+/g))
      expect([command, help]).toEqual([command, expect.stringContaining(option)]);
  }
});
