/**
 * What importing costs, in fresh processes, in turn: `npm run bench:import`. The Kubernetes side may cost what cdk8s costs
 * and 40 ms.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import Table from 'cli-table3';

const RUNS = 9;
const ENTRIES = {
  cdk8s: 'cdk8s',
  '.': join(__dirname, '../build'),
  './kubernetes': join(__dirname, '../build/kubernetes'),
};

const times = new Map<string, number[]>(Object.keys(ENTRIES).map((entry) => [entry, []]));
for (let run = 0; run < RUNS; run++) {
  for (const [entry, path] of Object.entries(ENTRIES)) times.get(entry)?.push(milliseconds(path));
}
const median = (list: readonly number[]): number =>
  [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] as number;
const base = median(times.get('cdk8s') as number[]);
const table = new Table({ head: ['entry', 'median ms', 'beyond cdk8s'], style: { head: [], border: [] } });
for (const [entry, list] of times)
  table.push([
    entry,
    median(list).toFixed(1),
    entry === './kubernetes' ? `${(median(list) - base).toFixed(1)} ms` : '',
  ]);
console.log(table.toString());

function milliseconds(path: string): number {
  const script = `const start = process.hrtime.bigint(); require(${JSON.stringify(path)}); console.log(Number(process.hrtime.bigint() - start) / 1e6)`;
  const child = spawnSync(process.execPath, ['-e', script], { cwd: join(__dirname, '..'), encoding: 'utf8' });
  if (child.status !== 0) throw new Error(child.stderr);
  return Number(child.stdout);
}
