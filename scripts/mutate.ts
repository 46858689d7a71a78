/**
 * Whether the verdict sees every change of the first example: `npm run mutate`. Each value of its manifests and of its plan
 * is removed, negated, widened, exchanged for another project's; every such mutant has to turn a check, or is excused by a
 * pattern with a reason (test/verify/mutation/excused.ts). Policies of admission are tried again without those of
 * the other dialect, and with the tools installed whose kinds they guard.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { excuseOf, EXCUSES } from '../test/verify/mutation/excused';
import { mutantName } from '../test/verify/mutation/mutant';
import { Example, writeExample } from './mutate/example';
import { lineOf, tablesOf, type Outcome } from './mutate/outcome';
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
const MOST_EXCUSED = 0.48;

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
  const { whole } = await Example.read(folder);
  if (whole.badBefore.length > 0) console.error(`not good before any change: ${whole.badBefore.join(', ')}`);
  const selection = { only: values.only, every: Number(values.every) };
  const mutants = selected(whole, selection);
  const seen = { tried: 0, killed: 0 };
  const killers = await tried(folder, selection, mutants.length, Number(values.jobs), ({ killers }) => {
    const before = seen.tried;
    seen.tried += killers.length;
    seen.killed += killers.filter((killer) => killer !== null).length;
    if (Math.floor(before / STEP) < Math.floor(seen.tried / STEP))
      console.error(`${seen.tried} of ${mutants.length} tried, ${seen.killed} killed`);
  });
  const outcomes = mutants.map((mutant, position): Outcome => {
    const killer = killers[position] ?? undefined;
    return { mutant, killer, excuse: killer === undefined ? excuseOf(mutant, EXCUSES) : undefined };
  });
  if (values.write !== undefined)
    writeFileSync(values.write, outcomes.map((outcome) => `${lineOf(outcome)}\n`).join(''));
  const survivors = outcomes.filter(({ killer, excuse }) => killer === undefined && excuse === undefined);
  for (const { mutant } of survivors) console.log(`survives: ${mutantName(mutant)}`);
  const isWhole = values.only === '' && values.every === '1';
  const needless = isWhole ? EXCUSES.filter((excuse) => !outcomes.some((outcome) => outcome.excuse === excuse)) : [];
  for (const { reason } of needless) console.log(`excuses nothing: ${reason}`);
  for (const table of tablesOf(outcomes)) console.log(table);
  const excused = outcomes.filter(({ excuse }) => excuse !== undefined).length;
  const share = excused / outcomes.length;
  const killed = outcomes.length - excused - survivors.length;
  console.log(`${killed} of ${outcomes.length - excused} killed; ${excused} excused (${(100 * share).toFixed(1)} %)`);
  return survivors.length + needless.length === 0 && share <= MOST_EXCUSED ? 0 : 1;
}

void main().then((code) => (process.exitCode = code));
