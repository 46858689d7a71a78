import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { RISKS } from '../../lib';
import { codeBlocks, DOCUMENTS } from './code-blocks';

const root = join(__dirname, '../..');
const blocks = DOCUMENTS.flatMap(codeBlocks);

describe('the code of the README', () => {
  let folder: string;
  const readme = blocks.filter(({ document }) => document === 'README.md');

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'readme-'));
    mkdirSync(join(folder, 'node_modules'));
    for (const name of ['cdk8s', 'constructs', 'jiti', '@pulumi', '.bin'])
      symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
    symlinkSync(root, join(folder, 'node_modules/training-isolation'));
    for (const { attributes, text } of readme)
      if (attributes['file'] !== undefined) writeFileSync(join(folder, attributes['file']), text);
    for (const { attributes, text } of readme) {
      if (attributes['in'] === undefined) continue;
      const file = join(folder, attributes['in']);
      writeFileSync(file, readFileSync(file, 'utf8').replace('app.synth();', `${text}\napp.synth();`));
    }
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ 'training-isolation': { platform: 'platform.ts' } }));
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: { strict: true, module: 'node16', noEmit: true, skipLibCheck: true, types: [] },
      }),
    );
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('is of the kinds that are tested', () => {
    const untested = blocks.filter(
      ({ language, attributes }) =>
        ['ts', 'js', 'yaml', 'json'].includes(language) && Object.keys(attributes).length === 0,
    );
    expect(untested).toEqual([]);
    expect(readme.filter(({ attributes }) => attributes['file'] !== undefined)).toHaveLength(5);
  });

  test('uses what it has installed before', () => {
    const text = readFileSync(join(root, 'README.md'), 'utf8');
    const installed = [...text.matchAll(/npm install ((?:[@a-z0-9/-]+ ?)+)/g)].flatMap(([, names = '']) =>
      names.trim().split(' '),
    );
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const imported = readme.flatMap(({ text: code }) =>
      [...code.matchAll(/from '([^.'][^']*)'/g)].map(([, name = '']) => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0]),
    );
    const run = readme.flatMap(({ text: code }) => [...code.matchAll(/npx ([a-z0-9-]+)/g)].map(([, name]) => name));
    expect(new Set(run)).toEqual(new Set(['training-isolation', 'jiti']));
    expect([...imported, ...run].filter((name = '') => !installed.includes(name) && !(name in dependencies))).toEqual(
      [],
    );
  });

  test('compiles, and synthesizes with both commands to the same bytes', () => {
    const run = (command: string, args: string[]) => spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
    expect(run(process.execPath, [join(root, 'node_modules/ts7/bin/tsc'), '-p', '.'])).toMatchObject({
      status: 0,
      stdout: '',
    });
    expect(run(process.execPath, [join(root, 'build/cli/main.js'), 'synth'])).toMatchObject({ status: 0 });
    const files = ['alpha', 'beta', 'platform'].map((chart) => join(folder, `dist/manifests/${chart}.k8s.yaml`));
    const ours = files.map((file) => readFileSync(file, 'utf8'));
    expect(run(join(root, 'node_modules/.bin/cdk8s'), ['synth', '--check-upgrade=false'])).toMatchObject({ status: 0 });
    expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(ours);
  });

  test('plans', () => {
    const plan = spawnSync(process.execPath, [join(root, 'build/cli/main.js'), 'plan'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(plan).toMatchObject({ status: 0, stderr: expect.not.stringMatching(/fault|error/i) as string });
    for (const made of ['NodeGroup', 'ml-alpha', 'training-data-bucket']) expect(plan.stdout).toContain(made);
  });

  test('names what it says is derived as the output does', () => {
    const text = readFileSync(join(root, 'README.md'), 'utf8');
    const rows = text.slice(text.indexOf('## What agrees')).split('\n\n')[1]?.split('\n').slice(2) ?? [];
    const names = rows.flatMap((row) =>
      [...(row.split('|')[2] ?? '').matchAll(/`([^:`][^`]*)`/g)].map(([, name]) => name),
    );
    const args = [join(root, 'build/cli/main.js'), 'plan', '--format', 'json'];
    const output = [
      spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 26 }).stdout,
      ...['alpha', 'platform'].map((chart) => readFileSync(join(folder, `dist/manifests/${chart}.k8s.yaml`), 'utf8')),
    ].join('\n');
    expect(rows.length).toBeGreaterThan(5);
    expect(names.filter((name = '') => !new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(output))).toEqual([]);
  });

  test('is what the page of single questions asks about, with the answers that it shows', () => {
    const page = blocks.filter(({ document }) => document === 'docs/ask.md');
    const run = (args: readonly string[]) =>
      spawnSync(process.execPath, [join(root, 'build/cli/main.js'), ...args], { cwd: folder, encoding: 'utf8' }).stdout;
    run(['plan', '--format', 'json', '--output', 'dist/plan.json']);
    const asked = page.filter(({ attributes }) => attributes['asked'] !== undefined);
    expect(asked).toHaveLength(5);
    for (const { attributes, text } of asked) {
      const shown = page.find(({ attributes: { answer } }) => answer === attributes['asked'])?.text ?? '';
      const answer = run(text.trim().split(' ').slice(2)).replaceAll(/(\.(?:json|yaml)):\d+/g, '$1:...');
      const [start = '', rest] = shown.split('\n...\n');
      expect(rest === undefined ? answer : answer.slice(0, start.length)).toBe(start);
    }
  });

  test('shows output as it is written', () => {
    const shown = readme.filter(({ attributes }) => attributes['from'] !== undefined);
    expect(shown.length).toBeGreaterThan(0);
    for (const { attributes, text } of shown)
      expect(readFileSync(join(folder, 'dist/manifests', attributes['from'] ?? ''), 'utf8')).toContain(text);
  });

  test('has the faults that it shows', () => {
    const [shown] = readme.filter(({ attributes }) => attributes['printed'] === 'faults');
    const file = join(folder, 'platform.ts');
    const good = readFileSync(file, 'utf8');
    writeFileSync(file, good.replace("'p4d.24xlarge'", "'p4d.24xlage'").replace("['data-lake']", "['datalake']"));
    const { status, stderr } = spawnSync(process.execPath, [join(root, 'build/cli/main.js'), 'synth'], {
      cwd: folder,
      encoding: 'utf8',
    });
    writeFileSync(file, good);
    const short = (line: string): string => line.replace(/(p4de\.24xlarge), .*/, '$1, ...');
    expect([status, `$ npx training-isolation synth\n${stderr.split('\n').map(short).join('\n')}`]).toEqual([
      2,
      shown?.text,
    ]);
  });

  test('prints the verdict that it shows', () => {
    const shown = readme.filter(({ attributes }) => attributes['printed'] === 'verify');
    expect(shown).toHaveLength(1);
    const command =
      readme.find(({ language, text }) => language === 'console' && text.includes(' verify '))?.text ?? '';
    // On a day on which its exception still counts, whenever the test runs.
    const args = [...command.trim().split(' ').slice(2), '--at', '2027-01-12'];
    const { status, stdout } = spawnSync(process.execPath, [join(root, 'build/cli/main.js'), ...args], {
      cwd: folder,
      encoding: 'utf8',
    });
    const printed = stdout.split('\n');
    expect(status).toBe(0);
    expect(
      (shown[0]?.text ?? '')
        .trimEnd()
        .split('\n')
        .filter((line) => line !== '...' && !printed.includes(line)),
    ).toEqual([]);
  });
});

test('every link between documents leads somewhere', () => {
  const documents = ['README.md', 'CONTRIBUTING.md', 'examples/README.md', 'conformance/README.md', ...DOCUMENTS];
  const links = documents.flatMap((document) =>
    [...readFileSync(join(root, document), 'utf8').matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, target = '']) =>
      join(dirname(document), target),
    ),
  );
  expect(links.length).toBeGreaterThan(10);
  expect(links.filter((target) => !existsSync(join(root, target)))).toEqual([]);
});

test('every weakening has a sentence that says what it gives away', () => {
  for (const [id, meaning] of Object.entries(RISKS)) {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)+$/);
    expect(meaning.length).toBeGreaterThan(30);
  }
});

test('E1-14: the limits say that DNS remains a channel', () => {
  expect(readFileSync(join(root, 'docs/limits.md'), 'utf8')).toMatch(/DNS carries data/);
});
