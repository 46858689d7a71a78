import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { platformProps } from '../platform-props';
import { ROOT, runCli, type CliResult } from './run-cli';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plan-'));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(join(ROOT, 'node_modules/@pulumi'), join(folder, 'node_modules/@pulumi'));
  symlinkSync(ROOT, join(folder, 'node_modules/training-isolation'));
  files({ 'package.json': '{"name":"consumer"}', 'Pulumi.yaml': 'name: shop\nruntime: nodejs\n' });
});
afterEach(() => rmSync(folder, { recursive: true }));

function files(contents: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(contents)) writeFileSync(join(folder, name), text);
}

const plan = (...args: string[]): CliResult => runCli(['plan', ...args], folder);

/** A program with a class `Thing`, a resource of a package that nobody knows. */
function program(body: string): void {
  files({
    'index.ts': `import * as pulumi from '@pulumi/pulumi';

class Thing extends pulumi.CustomResource {
  declare readonly size: pulumi.Output<string>;
  constructor(name: string, props: Record<string, unknown> = {}) {
    super('shop:index:Thing', name, { size: undefined, ...props });
  }
}
${body}
`,
  });
}

const CONFIGURED = `const config = new pulumi.Config();
new Thing('t', { size: config.require('size'), key: config.getSecret('key') });`;

interface Deployment {
  readonly deployment: { readonly resources: readonly { readonly urn: string; readonly inputs: object }[] };
}

function planned(...args: string[]): Deployment['deployment']['resources'] {
  const { code, stdout, stderr } = plan('--format', 'json', ...args);
  expect([code, stderr]).toEqual([0, '']);
  return (JSON.parse(stdout) as Deployment).deployment.resources;
}

const thing = (...args: string[]): object | undefined =>
  planned(...args).find(({ urn }) => urn.endsWith('::t'))?.inputs;

describe('training-isolation plan', () => {
  test('gives the same bytes twice, in an empty environment, and prints nothing else', () => {
    program("console.log('from the program'); new Thing('t', { b: 1, a: [true] });");
    const runs = [0, 1].map(() => runCli(['plan', '--format', 'json'], folder, {}));
    expect(runs[0]?.code).toBe(0);
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[0]?.stdout).toContain('"urn": "urn:pulumi:dev::shop::shop:index:Thing::t"');
    expect(runs[0]?.stdout).not.toContain('from the program');
    expect(runs[0]?.stderr).toBe('from the program\n');
  });

  test('reads as a tree, and goes into a file where it is told to', () => {
    program("new Thing('t', { b: 1 });");
    const tree =
      'shop, stack dev\n\nshop:index:Thing t\n    b: 1\npulumi:providers:shop default\n\n1 resources in 0 components\n';
    expect(plan().stdout).toBe(tree);
    expect(plan('--output', join('out', 'plan.txt'))).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(readFileSync(join(folder, 'out/plan.txt'), 'utf8')).toBe(tree);
    expect(plan('--output', '-').stdout).toBe(tree);
  });

  test('runs the main file of Pulumi.yaml, or the file that it is given, from any folder below', () => {
    files({ 'Pulumi.yaml': 'name: shop\nruntime: {name: nodejs}\nmain: other.js\n' });
    const text = (name: string): string =>
      `const p = require('@pulumi/pulumi'); new p.CustomResource('a:b:C', '${name}', {});`;
    files({
      'other.js': text('from-main'),
      'third.mjs': text('from-option').replace(/^.*?;/, "import p from '@pulumi/pulumi';"),
    });
    mkdirSync(join(folder, 'deep'));
    expect(runCli(['plan'], join(folder, 'deep')).stdout).toContain('a:b:C from-main');
    expect(plan('--program', 'third.mjs').stdout).toContain('a:b:C from-option');
  });

  test('takes as outputs what the program exports, or what its exported function returns', () => {
    program("const t = new Thing('t', { size: 'l' }); export const size = t.size; export const id = t.id;");
    expect(plan().stdout).toContain('outputs\n    id: [unknown]\n    size: l\n');
    program("module.exports = async () => ({ size: new Thing('t', { size: 'm' }).size });");
    expect(plan().stdout).toContain('outputs\n    size: m\n');
  });
});

test('a program that serializes a function has the compiler of the SDK, and no other waits for it', () => {
  const loaded = "Object.keys(require.cache).some((path) => path.endsWith('/typescript.js'))";
  program(`const size = 7;
const before = ${loaded};
const code = pulumi.output(pulumi.runtime.serializeFunction(() => size + 1)).apply(({ text }) => text);
new Thing('t', { code, before });`);
  expect(thing()).toMatchObject({ code: expect.stringContaining('size + 1'), before: false });
});

describe('configuration', () => {
  test('comes from the schema, the file of the stack and the command line, the last above all', () => {
    const read = ['a', 'b', 'c', 'd'].map((key) => `${key}: config.require('${key}')`).join(', ');
    program(`const config = new pulumi.Config();\nnew Thing('t', { ${read} });`);
    files({
      'Pulumi.yaml': `name: shop\nruntime: nodejs\nconfig:\n${['a', 'b', 'c', 'd'].map((key) => `  ${key}: {type: string, default: schema}\n`).join('')}`,
      'Pulumi.prod.yaml': 'config:\n  shop:b: stack\n  shop:c: stack\n  shop:d: stack\n',
    });
    expect(thing('--config', 'c=line', '--config', 'shop:d=line')).toMatchObject({
      a: 'schema',
      b: 'stack',
      c: 'line',
      d: 'line',
    });
  });

  test('that is missing is named, all of it', () => {
    program(CONFIGURED);
    files({ 'Pulumi.yaml': 'name: shop\nruntime: nodejs\nconfig:\n  size: {type: string}\n  color: {type: string}\n' });
    const { code, stdout, stderr } = plan();
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('stack dev misses configuration: shop:size, shop:color');
  });

  test('that is secret stays so, whether its text is there or encrypted elsewhere', () => {
    program(CONFIGURED);
    files({ 'Pulumi.dev.yaml': 'config:\n  shop:size: s\n  shop:key:\n    secure: AAABAG5vdCBmb3IgeW91\n' });
    expect(plan().stdout).toContain('key: [secret]');
    files({
      'Pulumi.yaml': 'name: shop\nruntime: nodejs\nconfig:\n  key: {type: string, secret: true}\n',
      'Pulumi.dev.yaml': 'config:\n  shop:size: s\n',
    });
    for (const format of ['text', 'json'])
      expect(plan('--config', 'key=hunter2', '--format', format).stdout).not.toContain('hunter2');
  });

  test('of several stacks must be chosen', () => {
    program(CONFIGURED);
    files({ 'Pulumi.a.yaml': 'config: {shop:size: of-a}\n', 'Pulumi.b.yaml': 'config: {shop:size: of-b}\n' });
    expect(plan().stderr).toContain('several stacks: a, b; name one with --stack');
    expect(plan('--stack', 'b').stdout).toContain('size: of-b');
  });
});

describe('a fault', () => {
  /** What is said, without the folder's name. */
  function refused(...args: string[]): string {
    const { code, stdout, stderr } = plan('--output', 'plan.txt', ...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(readdirSync(folder)).not.toContain('plan.txt');
    return stderr;
  }

  test('that the program throws comes once, with lines of its TypeScript', () => {
    program("function broken(): never {\n  throw new Error('boom');\n}\nnew Thing('t'); broken();");
    const said = refused();
    expect(said.match(/boom/g)).toHaveLength(1);
    expect(said).toMatch(/at broken \(.*index\.ts:10:9\)/);
  });

  test('inside apply comes once', () => {
    program("new Thing('t', { size: 'l' }).size.apply(() => {\n  throw new Error('boom in apply');\n});");
    expect(refused().match(/boom in apply/g)).toHaveLength(1);
  });

  test('of two resources with one name is the one of the engine', () => {
    program("new Thing('same'); new Thing('same');");
    expect(refused()).toContain("duplicate resource URN 'urn:pulumi:dev::shop::shop:index:Thing::same'");
  });

  test('of a look-up in the cloud says what to do in its place', () => {
    program("export const id = pulumi.runtime.invoke('shop:index:getId', {});");
    expect(refused()).toContain('the program looks up shop:index:getId in the cloud, which a plan without an account');
  });

  test.each([
    ['waits for ever', 'module.exports = () => new Promise(() => {});', /never ended/],
    ['ends its process', "new Thing('t'); process.exit(3);", /ended its process with code 3/],
    [
      'ends its process as if all were well',
      "new Thing('t'); process.exit(0);",
      /before its plan was complete|never ended/,
    ],
    ['is no TypeScript', 'const = ;', /index\.ts/],
    ['needs what is not there', "require('no-such-module');", /no-such-module/],
  ])('of a program that %s ends the plan, not quietly', (_, body, said) => {
    program(body);
    expect(refused()).toMatch(said);
  });

  test.each([
    ["import '@pulumi/pulumi';", '@pulumi/pulumi', 'npm install @pulumi/pulumi @pulumi/aws'],
    ["import 'other-package/deep';", 'other-package', 'npm install other-package'],
  ])('of a program that does %s without the package says what to install, in a line', (body, name, command) => {
    if (name === '@pulumi/pulumi') rmSync(join(folder, 'node_modules/@pulumi'));
    files({ 'index.ts': body });
    expect(refused()).toBe(`the program needs ${name}, which is not installed: ${command}\n`);
  });

  test('of a file of its own that is not there comes with its lines', () => {
    program("require('./none');");
    expect(refused()).toMatch(/Cannot find module '\.\/none'[^]* {4}at .*index\.ts/);
  });

  test.each([
    ['Pulumi.yaml', 'runtime: nodejs\n', 'no name of the project'],
    ['Pulumi.yaml', 'name: shop\nruntime: python\n', 'runtime python'],
    ['Pulumi.yaml', 'name: [\n', 'Pulumi.yaml'],
    ['Pulumi.yaml', 'name: shop\nruntime: nodejs\nmain: nowhere.ts\n', 'no program at'],
    ['Pulumi.dev.yaml', 'config: [\n', 'Pulumi.dev.yaml'],
  ])('in %s is named: %j', (file, text, said) => {
    program('');
    files({ [file]: text });
    expect(refused()).toContain(said);
  });

  test('of usage is one as everywhere', () => {
    program('');
    expect(refused('--config', 'novalue')).toContain('expected KEY=VALUE');
    expect(refused('--format', 'yaml')).toContain('text, json');
    rmSync(join(folder, 'Pulumi.yaml'));
    expect(refused()).toContain('no Pulumi.yaml here or above');
  });

  test('of the description is told with all the others, by paths, and nothing is planned', () => {
    const props = platformProps();
    const aws = { account: '1', region: 'eu-central', zones: ['us-east-1a'], vpcCidr: '10.0.0.0/30' };
    files({
      'index.ts': `import { definePlatform } from 'training-isolation';
import { TrainingStorage } from 'training-isolation/aws';
const platform = definePlatform(${JSON.stringify({ ...props, aws })} as never);
new TrainingStorage('s', { platform });`,
    });
    const said = refused();
    for (const path of ['aws.account', 'aws.region', 'aws.zones', 'aws.vpcCidr']) expect(said).toContain(path);
    expect(said).not.toContain('    at ');
  });
});
