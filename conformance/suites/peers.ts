import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../processes/run';
import type { Check, Suite } from './suite';

const root = join(__dirname, '../..');

/** Versions of the peers, oldest and newest of the range, and one below it. */
const PEERS: readonly {
  readonly cdk8s: string;
  readonly constructs: string;
  readonly plus?: string;
  readonly works: boolean;
}[] = [
  { cdk8s: '2.70.0', constructs: '10.4.2', works: true },
  { cdk8s: '2.70.106', constructs: '10.8.1', works: true },
  { cdk8s: '2.70.106', constructs: '10.8.1', plus: 'cdk8s-plus-28@2.5.6', works: true },
  { cdk8s: '2.70.106', constructs: '10.8.1', plus: 'cdk8s-plus-34@2.0.54', works: true },
  { cdk8s: '2.69.0', constructs: '10.4.2', works: false },
];

/** The peer range of package.json is what was tried: the packed package, installed beside each version, writes the same bytes. */
export const peers: Suite = {
  name: 'peers',
  title: 'the packed package works beside the oldest and the newest peers of its range, and refuses older ones',
  engines: [],
  async run({ progress }) {
    const checks: Check[] = [];
    for (const version of PEERS) {
      const names = [
        `cdk8s@${version.cdk8s}`,
        `constructs@${version.constructs}`,
        ...(version.plus === undefined ? [] : [version.plus]),
      ];
      const verb = version.works ? 'writes the bytes of this checkout' : 'is refused by name';
      const fault = await progress.step(names.join(' '), () => tryPeers(names, version.works, version.plus));
      checks.push({ title: `beside ${names.join(', ')} the package ${verb}`, fault });
    }
    return checks;
  },
};

async function tryPeers(
  names: readonly string[],
  works: boolean,
  plus: string | undefined,
): Promise<string | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'peers-'));
  const example = plus === undefined ? 'document-1' : 'with-cdk8s-plus';
  try {
    const packed = await run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], {
      cwd: root,
    });
    const [tarball] = readdirSync(folder);
    if (tarball === undefined) return packed.stderr;
    writeFileSync(join(folder, 'package.json'), '{"name":"consumer","private":true}');
    // A version below the range is wanted here, so npm must not refuse it.
    const install = ['install', '--no-audit', '--no-fund', '--legacy-peer-deps', `./${tarball}`, ...names];
    const installed = await run('npm', install, { cwd: folder });
    if (installed.code !== 0) return installed.stderr;
    for (const file of ['main.ts', 'platform.ts']) cpSync(join(root, 'examples', example, file), join(folder, file));
    const main = readFileSync(join(folder, 'main.ts'), 'utf8');
    if (plus !== undefined)
      writeFileSync(join(folder, 'main.ts'), main.replace('cdk8s-plus-28', plus.replace(/@.*/, '')));
    const { code, stderr } = await run('node', ['node_modules/jiti/lib/jiti-cli.mjs', 'main.ts'], {
      cwd: folder,
      env: { ...process.env, CDK8S_OUTDIR: 'out' },
    });
    if (!works)
      return code !== 0 && stderr.includes('install a version of the peer range')
        ? undefined
        : `ended with ${code}: ${stderr}`;
    return code === 0 ? differences(join(folder, 'out'), join(root, 'dist/examples', example)) : stderr;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function differences(written: string, expected: string): string | undefined {
  const files = readdirSync(expected);
  if (files.length === 0) return `${expected} is empty: run "npm run examples"`;
  const different = files.filter(
    (file) => readFileSync(join(written, file), 'utf8') !== readFileSync(join(expected, file), 'utf8'),
  );
  return different.length === 0 ? undefined : `different: ${different.join(', ')}`;
}
