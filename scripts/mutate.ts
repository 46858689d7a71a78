/**
 * Whether the verdict sees every change of the first example: `npm run mutate`. Each value of its manifests and of its plan
 * is removed, negated, widened, exchanged for another project's; every such mutant has to turn a check, or is excused by a
 * pattern with a reason (test/verify/mutation/excused.ts).
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { excuseOf, EXCUSES } from '../test/verify/mutation/excused';
import type { Excuse } from '../test/verify/mutation/excuses/excuse';
import { mutantName } from '../test/verify/mutation/mutant';
import { kindOf } from '../test/verify/mutation/trial';
import { exampleTrial, writeExample } from './mutate/example';
import { selected } from './mutate/selection';
import { tried } from './mutate/tried';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    every: { type: 'string', default: '1' },
    jobs: { type: 'string', default: String(availableParallelism()) },
    write: { type: 'string' },
    help: { type: 'boolean' },
  },
});
if (values.help === true) {
  console.log(
    `usage: npm run mutate [-- --only PATTERN] [--every N] [--jobs N] [--write FILE]
  --only   things whose name has this form, such as ^Job or ^aws:
  --every  one mutant of N
  --jobs   processes that try mutants; by default one a core
  --write  a line for each mutant: what saw it, or what excuses it`,
  );
  process.exit(0);
}

/** Most that may be excused, of all mutants. */
const MOST_EXCUSED = 0.61;

/** Mutants between two lines of progress. */
const STEP = 400;

async function main(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'mutate-'));
  try {
    writeExample(folder);
    return await mutate(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function mutate(folder: string): Promise<number> {
  const trial = await exampleTrial(folder);
  if (trial.badBefore.length > 0) console.error(`not good before any change: ${trial.badBefore.join(', ')}`);
  const selection = { only: values.only, every: Number(values.every) };
  const mutants = selected(trial, selection);
  const seen = { tried: 0, killed: 0 };
  const killers = await tried(folder, selection, mutants.length, Number(values.jobs), ({ killers }) => {
    const before = seen.tried;
    seen.tried += killers.length;
    seen.killed += killers.filter((killer) => killer !== null).length;
    if (Math.floor(before / STEP) < Math.floor(seen.tried / STEP))
      console.error(`${seen.tried} of ${mutants.length} tried, ${seen.killed} killed`);
  });
  const rows = new Map<string, { made: number; excused: number; killed: number }>();
  const total = { made: 0, excused: 0, killed: 0 };
  const excusedBy = new Map<Excuse, number>();
  const survivors: string[] = [];
  const lines: string[] = [];
  for (const [position, mutant] of mutants.entries()) {
    const kind = kindOf(mutant.of);
    const row = rows.get(kind) ?? { made: 0, excused: 0, killed: 0 };
    rows.set(kind, row);
    const count = (key: keyof typeof row): void => {
      row[key]++;
      total[key]++;
    };
    count('made');
    const killer = killers[position] ?? null;
    const excuse = killer === null ? excuseOf(mutant, EXCUSES) : undefined;
    if (killer !== null) count('killed');
    else if (excuse === undefined) survivors.push(mutantName(mutant));
    else {
      count('excused');
      excusedBy.set(excuse, (excusedBy.get(excuse) ?? 0) + 1);
    }
    lines.push(`${killer ?? (excuse === undefined ? 'SURVIVES' : `excused: ${excuse.reason}`)}\t${mutantName(mutant)}`);
  }
  if (values.write !== undefined) writeFileSync(values.write, lines.map((line) => `${line}\n`).join(''));
  const table = new Table({ head: ['of', 'mutants', 'excused', 'killed', 'survive'], style: { head: [], border: [] } });
  for (const [kind, { made, excused, killed }] of [...rows, ['all', total] as const])
    table.push([kind, made, excused, killed, made - excused - killed]);
  const reasons = new Table({ head: ['excused', 'reason'], style: { head: [], border: [] } });
  for (const excuse of EXCUSES) if (excusedBy.has(excuse)) reasons.push([excusedBy.get(excuse), excuse.reason]);
  for (const name of survivors) console.log(`survives: ${name}`);
  const isWhole = values.only === '' && values.every === '1';
  const needless = isWhole ? EXCUSES.filter((excuse) => !excusedBy.has(excuse)) : [];
  for (const { reason } of needless) console.log(`excuses nothing: ${reason}`);
  console.log(table.toString());
  console.log(reasons.toString());
  const share = total.excused / total.made;
  console.log(
    `${total.killed} of ${total.made - total.excused} killed; ${total.excused} excused (${(100 * share).toFixed(1)} %)`,
  );
  return survivors.length + needless.length === 0 && share <= MOST_EXCUSED ? 0 : 1;
}

void main().then((code) => (process.exitCode = code));
