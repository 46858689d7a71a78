import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load, loadAll } from 'js-yaml';
import type { PolicyExceptionProps } from '../../lib/model';
import { platformProps } from '../platform-props';
import { ROOT, runCli } from './run-cli';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-'));
  // A package of its own, whatever lies above the folder.
  writeFileSync(join(folder, 'package.json'), '{"name":"consumer"}');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the command line', () => {
  test('prints its version and its help with every command and the exit codes', () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(runCli(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
    const help = runCli(['--help']);
    expect(help.code).toBe(0);
    expect(help.stdout).toMatch(/synth[\s\S]*helm-values[\s\S]*Exit codes/);
    expect(runCli(['helm-values', '--help']).stdout).toContain('--platform');
  });

  test.each([
    [[]],
    [['syth']],
    [['helm-values', '--plaform', 'x']],
    [['helm-values', 'no-such-chart']],
    [['helm-values', '--platform', 'missing.ts']],
  ])('%j is a usage fault: code 2, nothing on standard output', (args) => {
    const result = runCli(args);
    expect([result.code, result.stdout]).toEqual([2, '']);
    expect(result.stderr).not.toBe('');
    expect(result.stderr).not.toContain('    at ');
  });
});

test('a reader that has seen enough ends a command quietly, and not with the code of an answer', () => {
  const main = join(ROOT, 'build/cli/main.js');
  const pipe = `${process.execPath} ${main} policies | head -n 1; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', pipe], { cwd: ROOT, encoding: 'utf8' });
  expect([stderr, stdout.split('\n').at(-2)]).toEqual(['', '141']);
});

describe('a description is found', () => {
  const values = (args: string[], cwd = folder): string => {
    const result = runCli(['helm-values', 'falco', ...args], cwd);
    expect([result.code, result.stderr]).toEqual([0, '']);
    return result.stdout;
  };

  test('as JSON, YAML, JavaScript and TypeScript, all with the same result', () => {
    const json = JSON.stringify(platformProps());
    writeFileSync(join(folder, 'p.json'), json);
    writeFileSync(join(folder, 'p.yaml'), json);
    writeFileSync(join(folder, 'p.js'), `exports.platform = require(${JSON.stringify(ROOT)}).definePlatform(${json});`);
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(ROOT, join(folder, 'node_modules/training-isolation'));
    writeFileSync(
      join(folder, 'p.ts'),
      `import { definePlatform, type Platform } from 'training-isolation';\nexport const platform: Platform = definePlatform(${json});`,
    );
    const results = ['p.json', 'p.yaml', 'p.js', 'p.ts'].map((file) => values(['--platform', file]));
    expect(results[0]).toContain('items: [ml-alpha, ml-beta]');
    expect(new Set(results).size).toBe(1);
  });

  test('as JSON and YAML that an editor of Windows has saved, with its mark and its ends of lines', () => {
    const json = JSON.stringify(platformProps(), undefined, 2).replaceAll('\n', '\r\n');
    for (const file of ['p.json', 'p.yaml']) {
      writeFileSync(join(folder, file), `\uFEFF${json}`);
      expect(runCli(['nodes', '--platform', file], folder).code).toBe(0);
    }
  });

  test('as YAML with a day that has no quotes', () => {
    const exception = {
      rule: 'image-digest',
      project: 'alpha',
      names: ['legacy'],
      reason: 'the vendor publishes none',
      owner: 'ml@example.com',
    };
    const text = JSON.stringify({ ...platformProps(), policies: { exceptions: [{ ...exception, expires: 'DAY' }] } });
    writeFileSync(join(folder, 'p.yaml'), text.replace('"DAY"', ' 2027-06-30'));
    expect(runCli(['nodes', '--platform', 'p.yaml'], folder).stderr).not.toContain('expires');
  });

  test('nowhere without a path and a field, and the fault says how the field is set', () => {
    const { code, stderr } = runCli(['helm-values'], folder);
    expect([code, stderr]).toEqual([2, expect.stringContaining('npm pkg set training-isolation.platform=FILE')]);
  });

  test('by the field of package.json, from a folder below it', () => {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ 'training-isolation': { platform: 'p.json' } }));
    writeFileSync(join(folder, 'p.json'), JSON.stringify(platformProps()));
    mkdirSync(join(folder, 'deep/er'), { recursive: true });
    expect(values([], join(folder, 'deep/er'))).toContain('ml-alpha');
  });

  test.each([
    ['{"training-isolation":', /package\.json: .*JSON/],
    ['{"training-isolation": {"platform": 5}}', /package\.json: training-isolation\.platform is 5, and no path\n$/],
    ['null', /npm pkg set/],
    ['{"training-isolation": null}', /npm pkg set/],
  ])('and not by a package.json that cannot be read or names no file, which is bad input: %s', (text, message) => {
    writeFileSync(join(folder, 'package.json'), text);
    const { code, stderr } = runCli(['nodes'], folder);
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
    expect(stderr).not.toContain('    at ');
  });

  test.each([
    ['p.json', '{'],
    ['p.yaml', 'a: [\n'],
    ['p.ts', 'export const other = 1;'],
    ['p.ts', 'export const platform = 1;'],
    ['p.txt', '{}'],
  ])('and a broken one in %s is refused by name: %j', (file, text) => {
    writeFileSync(join(folder, file), text);
    const result = runCli(['helm-values', '--platform', file], folder);
    expect([result.code, result.stdout]).toEqual([2, '']);
    expect(result.stderr).toContain(file);
  });

  test.each([
    ['throws', "\nconst region = () => {\n  throw new Error('no region');\n};\nregion();", /p\.ts:3: no region\n$/],
    ['does not parse', 'export const platform = {{;', /p\.ts: ParseError: Unexpected token[^]*p\.ts:1/],
    [
      'imports what is not there',
      "import { a } from './none';\nexport const platform = a;",
      /p\.ts:1: .*'\.\/none'\n$/,
    ],
    ['throws no error', "throw 'a text';", /p\.ts: a text\n$/],
  ])('and a program that %s is bad input, by file and message and without a stack', (_, text, message) => {
    writeFileSync(join(folder, 'p.ts'), text);
    const { code, stdout, stderr } = runCli(['helm-values', '--platform', 'p.ts'], folder);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('    at ');
  });

  test('and one with faults prints all of them and writes nothing', () => {
    const props = platformProps();
    const broken = {
      ...props,
      name: 'M',
      kubernetesVersion: '1.2',
      projects: [{ name: 'Alpha', gpus: 0, uses: ['x'] }],
    };
    writeFileSync(join(folder, 'p.json'), JSON.stringify(broken));
    const result = runCli(['helm-values', '--platform', 'p.json', '--output', 'helm'], folder);
    expect(result.code).toBe(2);
    expect(result.stderr).toMatch(/^6 faults in the platform description\n/);
    expect(readdirSync(folder)).toEqual(['p.json', 'package.json']);
  });
});

test('an exception that has run out is written all the same, and named on standard error', () => {
  const exception = (expires: string): PolicyExceptionProps => ({
    rule: 'image-digest',
    project: 'alpha',
    names: ['legacy'],
    reason: 'the vendor publishes none',
    owner: 'ml@example.com',
    expires,
  });
  const exceptions = [exception('2999-12-31'), { ...exception('2020-06-30'), names: ['old'] }];
  const policies = { ...platformProps().policies, exceptions };
  writeFileSync(join(folder, 'p.json'), JSON.stringify(platformProps({ policies })));
  const { code, stdout, stderr } = runCli(['policies', '--platform', 'p.json'], folder);
  expect([code, stdout.includes('2020-06-30')]).toEqual([0, true]);
  expect(stderr).toBe(
    'policies.exceptions[1] (image-digest) ran out on 2020-06-30, and is still written: verify fails what it lets pass\n',
  );
});

describe('helm-values', () => {
  test('prints every chart as YAML with a head that says how to use it, and writes one file a chart', () => {
    const { code, stdout } = runCli(['helm-values']);
    expect(code).toBe(0);
    expect(loadAll(stdout)).toHaveLength(8);
    expect(stdout).toContain('# helm upgrade --install nvidia-device-plugin nvidia-device-plugin --repo ');
    expect(runCli(['helm-values', 'falko'])).toMatchObject({
      code: 2,
      stderr: 'no chart falko: did you mean "falco"?\n',
    });
    expect(runCli(['helm-values', '--output', join(folder, 'helm')]).code).toBe(0);
    expect(readdirSync(join(folder, 'helm'))).toHaveLength(8);
    expect(load(readFileSync(join(folder, 'helm/nvidia-device-plugin.yaml'), 'utf8'))).toMatchObject({
      deviceListStrategy: 'cdi-cri',
    });
  });
});

describe('synth', () => {
  /** A copy of the first example as a project of its own. */
  function project(): string {
    cpSync(join(ROOT, 'examples/document-1'), folder, { recursive: true });
    mkdirSync(join(folder, 'node_modules'));
    for (const name of ['cdk8s', 'constructs', 'jiti', 'cdk8s-cli', '.bin'])
      symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
    symlinkSync(ROOT, join(folder, 'node_modules/training-isolation'));
    writeFileSync(
      join(folder, 'cdk8s.yaml'),
      'language: typescript\napp: node_modules/.bin/jiti main.ts\noutput: out/manifests\n',
    );
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ 'training-isolation': { platform: 'platform.ts' } }));
    return folder;
  }

  test('writes manifests and Helm values and prints what was made for whom and where it lies', () => {
    const result = runCli(['synth', '--helm', 'out/helm'], project());
    expect(result.code).toBe(0);
    expect(result.stdout).toMatch(
      /platform[\s\S]*alpha[\s\S]*ml-alpha[\s\S]*out\/manifests\/alpha\.k8s\.yaml[\s\S]*beta[\s\S]*out\/helm/,
    );
    expect(readdirSync(join(folder, 'out/manifests'))).toEqual([
      'alpha.k8s.yaml',
      'beta.k8s.yaml',
      'platform.k8s.yaml',
    ]);
    expect(readdirSync(join(folder, 'out'))).toEqual(['helm', 'manifests']);
  });

  test('prints names of projects and namespaces whole, however long they are', () => {
    const long = 'recommendation-models-for-the-front-page';
    const platform = readFileSync(join(project(), 'platform.ts'), 'utf8');
    writeFileSync(join(folder, 'platform.ts'), platform.replace("name: 'beta'", `name: '${long}'`));
    const main = readFileSync(join(folder, 'main.ts'), 'utf8').replaceAll("'beta'", `'${long}'`);
    writeFileSync(join(folder, 'main.ts'), main.replaceAll('/beta/', `/${long}/`));
    const { code, stdout } = runCli(['synth', '--helm', 'out/helm'], folder);
    expect([code, stdout]).toEqual([0, expect.stringContaining(`│ ${long} │ ml-${long} │`)]);
  });

  test('keeps the old output and ends with code 2 when the program fails, however far it came', () => {
    expect(runCli(['synth', '--helm', 'out/helm'], project()).code).toBe(0);
    const before = readFileSync(join(folder, 'out/manifests/alpha.k8s.yaml'), 'utf8');
    const main = readFileSync(join(folder, 'main.ts'), 'utf8');
    writeFileSync(join(folder, 'main.ts'), `${main}\nthrow new Error('after the synth');\n`);
    const result = runCli(['synth', '--helm', 'out/helm'], folder);
    expect([result.code, result.stdout]).toEqual([2, '']);
    expect(result.stderr).toContain('the manifests are as they were');
    expect(readFileSync(join(folder, 'out/manifests/alpha.k8s.yaml'), 'utf8')).toBe(before);
    expect(readdirSync(join(folder, 'out'))).toEqual(['helm', 'manifests']);
  });

  test('prints faults of a job once, with the line of the app and without the way through the library', () => {
    const main = readFileSync(join(project(), 'main.ts'), 'utf8');
    writeFileSync(join(folder, 'main.ts'), main.replace('nodes: 2', 'nodes: 99'));
    const { code, stderr } = runCli(['synth', '--helm', 'out/helm'], folder);
    expect([code, stderr.match(/fault.? in TrainingJob "pretrain"/g)]).toEqual([2, [expect.anything()]]);
    expect(stderr.match(/^ +at .*$/gm)).toEqual([expect.stringMatching(/main\.ts:\d+:\d+\)?$/)]);
  });

  test.each([
    ['app: [', [], 'cdk8s.yaml: unexpected end'],
    ['app: 3', [], 'cdk8s.yaml: no app'],
    ["app: ''", [], 'cdk8s.yaml: no app'],
    ['- app', [], 'cdk8s.yaml: no app'],
    ['{ app: x, output: 3 }', [], 'cdk8s.yaml: output is 3, and no folder'],
    ["{ app: x, output: '' }", [], 'cdk8s.yaml: output is "", and no folder'],
    ['app: x', ['--app', ''], '--app and --output want a command and a folder'],
    ['app: x', ['--output', ''], '--app and --output want a command and a folder'],
  ])('refuses settings that name no program or no folder: %s %j', (settings, options, message) => {
    writeFileSync(join(folder, 'cdk8s.yaml'), settings);
    const { code, stderr } = runCli(['synth', ...options], folder);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(stderr).not.toContain('    at ');
  });

  test('refuses a program that writes nothing', () => {
    writeFileSync(join(project(), 'main.ts'), 'export {};\n');
    const result = runCli(['synth', '--helm', 'out/helm'], folder);
    expect(result.code).toBe(2);
    expect(result.stderr).toContain('wrote no manifest');
  });
});
