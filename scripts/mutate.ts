/**
 * Whether the verdict sees every change of the first example: `npm run mutate`. Each value of its manifests and of its plan
 * is removed, negated, widened, exchanged for another project's; every such mutant has to turn a check, or is excused by a
 * pattern with a reason (test/verify/mutation/excused.ts).
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { loadAll } from 'js-yaml';
import { loadPlatform } from '../lib/cli/load-platform';
import { excuseOf, EQUIVALENT, EXEMPT } from '../test/verify/mutation/excused';
import { mutantName, mutantsOf } from '../test/verify/mutation/mutant';
import { mutableObject, mutableResource, type Tree } from '../test/verify/mutation/mutable';
import { badChecks, killers, type Trial } from '../test/verify/mutation/trial';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    every: { type: 'string', default: '1' },
    help: { type: 'boolean' },
  },
});
if (values.help === true) {
  console.log(
    'usage: npm run mutate [-- --only PATTERN] [--every N]\n  --only   things whose name has this form, such as ^Job or ^aws:\n  --every  one mutant of N',
  );
  process.exit(0);
}

/** Most that may be excused, of all mutants. */
const MOST_EXCUSED = 0.5;

async function main(): Promise<number> {
  const trial = await example();
  const before = new Set(badChecks(trial));
  if (before.size > 0) console.error(`not good before any change: ${[...before].join(', ')}`);
  const rows = new Map<string, { made: number; excused: number; killed: number }>();
  const survivors: string[] = [];
  const only = new RegExp(values.only);
  const every = Number(values.every);
  let position = 0;
  for (const item of [...trial.objects, ...trial.resources]) {
    if (!only.test(item.name)) continue;
    const kind = item.name.slice(0, item.name.indexOf(' '));
    const row = rows.get(kind) ?? { made: 0, excused: 0, killed: 0 };
    rows.set(kind, row);
    for (const mutant of mutantsOf(item)) {
      if (position++ % every !== 0) continue;
      row.made++;
      if (killers(trial, before, mutant).length > 0) row.killed++;
      else if (excuseOf(mutant, [...EXEMPT, ...EQUIVALENT]) !== undefined) row.excused++;
      else survivors.push(mutantName(mutant));
    }
  }
  const total = { made: 0, excused: 0, killed: 0 };
  for (const row of rows.values()) for (const key of ['made', 'excused', 'killed'] as const) total[key] += row[key];
  const table = new Table({ head: ['of', 'mutants', 'excused', 'killed', 'survive'], style: { head: [], border: [] } });
  for (const [kind, { made, excused, killed }] of [...rows, ['all', total] as const])
    table.push([kind, made, excused, killed, made - excused - killed]);
  for (const name of survivors) console.log(`survives: ${name}`);
  console.log(table.toString());
  const share = total.excused / total.made;
  console.log(
    `${total.killed} of ${total.made - total.excused} killed; ${total.excused} excused (${(100 * share).toFixed(1)} %)`,
  );
  return survivors.length === 0 && share <= MOST_EXCUSED ? 0 : 1;
}

/** The first example as `npm start` writes it. */
async function example(): Promise<Trial> {
  const folder = mkdtempSync(join(tmpdir(), 'mutate-'));
  try {
    const plan = join(folder, 'plan.json');
    const manifests = join(folder, 'manifests');
    const root = join(__dirname, '..');
    const command = [join(root, 'build/cli/main.js'), 'synth', '--output', manifests, '--plan', plan];
    const child = spawnSync(process.execPath, [...command, '--helm', join(folder, 'helm')], {
      cwd: root,
      encoding: 'utf8',
    });
    if (child.status !== 0) throw new Error(child.stderr);
    const texts = readdirSync(manifests).map((name) => readFileSync(join(manifests, name), 'utf8'));
    const { deployment } = JSON.parse(readFileSync(plan, 'utf8')) as {
      deployment: { resources: Parameters<typeof mutableResource>[0][] };
    };
    return {
      objects: texts.flatMap((text) => loadAll(text) as Tree[]).map(mutableObject),
      resources: deployment.resources.map(mutableResource),
      platform: await loadPlatform(join(root, 'examples/document-1/platform.ts')),
      assume: ['complete'],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main().then((code) => (process.exitCode = code));
