import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../..');
let folder: string;

const run = (command: string, args: string[], cwd = folder): string =>
  execFileSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, npm_config_loglevel: 'error' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

/** An empty project with the packed package and the peers of the Kubernetes side installed. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pack-'));
  const packed = JSON.parse(run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], root)) as {
    filename: string;
  }[];
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'consumer', private: true, 'training-isolation': { platform: 'platform.ts' } }),
  );
  const peers = ['cdk8s', 'constructs'].map((name) => `${name}@${versionOf(name)}`);
  run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', `./${packed[0]?.filename}`, ...peers]);
  cpSync(join(root, 'examples/single-gpu/platform.ts'), join(folder, 'platform.ts'));
  cpSync(join(root, 'examples/single-gpu/main.ts'), join(folder, 'main.ts'));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

const COMPILING = ['--ignoreConfig', '--noEmit', '--strict', '--skipLibCheck', '--target', 'es2022', '--types', '*'];

const versionOf = (name: string): string =>
  (JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')) as { version: string }).version;

test('holds the built library, the Python helpers and the documents, and no source, test or example', () => {
  const installed = join(folder, 'node_modules/training-isolation');
  expect(readdirSync(installed).sort()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'build',
    'docs',
    'package.json',
    'python',
    'schemas',
  ]);
  expect(readdirSync(join(installed, 'docs')).every((file) => file.endsWith('.md'))).toBe(true);
  expect(readdirSync(join(installed, 'python')).every((file) => file.endsWith('.py'))).toBe(true);
});

test('a program of a user compiles against its types, strictly, without other types', () => {
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        strict: true,
        module: 'node16',
        target: 'es2022',
        noEmit: true,
        skipLibCheck: false,
        types: [],
      },
      include: ['*.ts'],
    }),
  );
  expect(run(process.execPath, [join(root, 'node_modules/ts7/bin/tsc'), '-p', '.'])).toBe('');
  writeFileSync(
    join(folder, 'wrong.ts'),
    "import { definePlatform } from 'training-isolation';\ndefinePlatform({ name: 'x', pools: [], projects: [], poools: [] });\n",
  );
  expect(() => run(process.execPath, [join(root, 'node_modules/ts7/bin/tsc'), '-p', '.'])).toThrow();
  rmSync(join(folder, 'wrong.ts'));
});

test('every entry of the package has types, and so it has for a compiler that knows no exports, as projects of cdk8s begin', () => {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    exports: Record<string, unknown>;
  };
  const entries = Object.keys(exports).filter((name) => !name.endsWith('.json'));
  expect(entries).toHaveLength(8);
  // Types of peers that are not here are looked for in vain; those of the package are found.
  const imports = entries.map(
    (name, index) => `export * as e${index} from '${name.replace('.', 'training-isolation')}';\n`,
  );
  writeFileSync(join(folder, 'entries.ts'), imports.join(''));
  const older = ['--module', 'commonjs', '--moduleResolution', 'node10', '--ignoreDeprecations', '6.0'];
  for (const options of [older, ['--module', 'node16'], ['--module', 'preserve', '--moduleResolution', 'bundler']])
    expect(
      run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...options, ...COMPILING, 'entries.ts']),
    ).toBe('');
  rmSync(join(folder, 'entries.ts'));
});

test('the program synthesizes, and the binary finds its description without a TypeScript of its own', () => {
  run(process.execPath, [join(folder, 'node_modules/jiti/lib/jiti-cli.mjs'), 'main.ts']);
  expect(readdirSync(join(folder, 'dist'))).toEqual(['platform.k8s.yaml', 'speech.k8s.yaml']);
  expect(run(join(folder, 'node_modules/.bin/training-isolation'), ['helm-values', 'falco'])).toContain('lab-speech');
  expect(readdirSync(join(folder, 'node_modules'))).not.toContain('typescript');
});

test('the model loads without cdk8s, and the Kubernetes side without cdk8s-plus and Pulumi', () => {
  const loaded = (entry: string): string[] => {
    const script = `require('${entry}'); console.log(JSON.stringify(Object.keys(require.cache).map((file) => /node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(file.replace(/\\\\/g, '/').replace(/.*node_modules\\/training-isolation\\//, 'own/'))?.[1]).filter(Boolean)))`;
    return [...new Set(JSON.parse(run(process.execPath, ['-e', script])) as string[])].sort();
  };
  expect(loaded('training-isolation')).toEqual(['fastest-levenshtein', 'valibot']);
  expect(loaded('training-isolation/kubernetes')).toEqual(
    expect.not.arrayContaining([expect.stringMatching(/^(cdk8s-plus|@pulumi|js-yaml|commander)/)]),
  );
  expect(readdirSync(join(folder, 'node_modules'))).not.toContain('cdk8s-plus-28');
});
