import { fork } from 'node:child_process';
import { dirname, join } from 'node:path';
import type { Killer } from './example';
import type { Selection } from './selection';
import type { Answer, Batch } from './worker';

/** Neighbours are seen by the same check, so they are tried together; few enough that no process ends long after the others. */
const BATCH = 16;

/**
 * Spreads mutants over processes.
 *
 * @param progress told after each batch
 * @returns for each mutant what sees it, null for those that survive, in the order of the mutants
 */
export async function tried(
  folder: string,
  { only, every }: Selection,
  count: number,
  jobs: number,
  progress: (answer: Answer) => void,
): Promise<readonly (Killer | null)[]> {
  const killers = Array<Killer | null>(count).fill(null);
  let next = 0;
  const work = (): Promise<void> =>
    new Promise((done, failed) => {
      const worker = fork(join(__dirname, 'worker.ts'), [folder, only, String(every)], {
        execPath: process.execPath,
        execArgv: [join(dirname(require.resolve('jiti/package.json')), 'lib/jiti-cli.mjs')],
      });
      worker.on('message', (answer: Answer) => {
        killers.splice(answer.from, answer.killers.length, ...answer.killers);
        if (answer.killers.length > 0) progress(answer);
        if (next >= count) {
          worker.disconnect();
          return;
        }
        const from = next;
        next = Math.min(count, next + BATCH);
        worker.send([from, next] satisfies Batch);
      });
      worker.on('error', failed);
      worker.on('exit', (code, signal) =>
        code === 0 ? done() : failed(new Error(`a process that tries mutants ended with ${signal ?? code}`)),
      );
    });
  await Promise.all(Array.from({ length: Math.max(1, Math.min(jobs, Math.ceil(count / BATCH))) }, work));
  return killers;
}
