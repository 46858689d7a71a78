import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');

/** Packages that stand in `require.cache` after the built entry point has been loaded. */
function loadedBy(entry: string): string[] {
  const script = `require('training-isolation${entry}'); console.log(JSON.stringify(Object.keys(require.cache)))`;
  const modules = JSON.parse(
    execFileSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' }),
  ) as string[];
  return [...new Set(modules.map((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? 'own'))].sort();
}

/** The packages that people choose a side by. */
const isPeer = (name: string): boolean => /^(@pulumi\/|cdk8s|constructs$)/.test(name);

test('the README says of each entry what has to be installed beside it', () => {
  const rows = [
    ...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/^\| (`training-isolation[^|]*) \| ([^|]*) \|$/gm),
  ];
  const said = rows.flatMap(([, entries = '', packages = '']) =>
    [...entries.matchAll(/`training-isolation([^`]*)`/g)].map(([, entry = '']) => ({
      entry,
      packages: [...packages.matchAll(/`([^`]+)`(?!,)/g)].map(([, name]) => name).sort(),
    })),
  );
  expect(said.length).toBeGreaterThan(5);
  for (const { entry, packages } of said) expect([entry, loadedBy(entry).filter(isPeer)]).toEqual([entry, packages]);
});

test.each([
  ['', []],
  ['/kubernetes', ['cdk8s', 'constructs']],
  ['/aws', ['@pulumi/aws', '@pulumi/pulumi']],
  ['/bridge', ['@pulumi/kubernetes', '@pulumi/pulumi']],
  ['/testing', []],
  ['/verify', []],
  ['/cdk8s-plugin', []],
  ['/policy-pack', []],
])('training-isolation%s loads what it is made with and nothing of another side: %j', (entry, packages) => {
  expect(loadedBy(entry).filter(isPeer)).toEqual(packages);
});
