/**
 * How fast the verdict is: `npm run bench:verify -- --projects 1000`.
 *
 * Measured is everything from files to report: reading, every check, every pair of projects. The floor is js-yaml's
 * `loadAll` over the same bytes, with nothing done with them. Each variant runs in a process of its own, in turn; ratios are
 * taken in one run on one machine, since absolute times of a shared machine say little. Growth is the time for all projects
 * over that for a tenth of them. Compared are seconds of CPU, which neighbours on the machine disturb least.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Table from 'cli-table3';
import { benchOptions } from './options';

const { projects, runs } = benchOptions('bench:verify', 10);

interface Measurement {
  readonly objects: number;
  readonly bytes?: number;
  readonly verdict?: string;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMiB: number;
}

const table = new Table({
  head: ['variant', 'projects', 'objects', 'MB', 'verdict', 's', 'CPU s', 'peak MiB', 'verdict / this'],
  style: { head: [], border: [] },
});
const verdicts = [Math.round(projects / 10), projects].map((count) => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-verify-'));
  try {
    measure('write', count, folder);
    const measured = { verdict: [] as Measurement[], floor: [] as Measurement[] };
    for (let run = 0; run < runs; run++) {
      for (const variant of ['floor', 'verdict'] as const) {
        console.error(`${count} projects, run ${run + 1} of ${runs}: ${variant}`);
        measured[variant].push(measure(variant, count, folder));
      }
    }
    const [floor, verdict] = [median(measured.floor), median(measured.verdict)];
    for (const [name, result] of [['verdict', verdict] as const, ['js-yaml loadAll', floor] as const]) {
      table.push([
        name,
        count,
        result.objects,
        ((floor.bytes ?? 0) / 1e6).toFixed(1),
        result.verdict ?? '',
        result.seconds.toFixed(2),
        result.cpuSeconds.toFixed(2),
        Math.round(result.peakMiB),
        (verdict.cpuSeconds / result.cpuSeconds).toFixed(2),
      ]);
    }
    return verdict;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
console.log(table.toString());
const [few, all] = verdicts as [Measurement, Measurement];
console.log(`growth from a tenth of the projects to all: ${(all.cpuSeconds / few.cpuSeconds).toFixed(1)} x`);

function measure(variant: string, count: number, folder: string): Measurement {
  const script = join(__dirname, 'verify-variant.js');
  const child = spawnSync(process.execPath, [script, variant, String(count), folder], {
    encoding: 'utf8',
    maxBuffer: 1 << 20,
  });
  if (child.status !== 0) throw new Error(`${variant} failed:\n${child.stderr}`);
  return JSON.parse(child.stdout) as Measurement;
}

function median(list: readonly Measurement[]): Measurement {
  return [...list].sort((a, b) => a.cpuSeconds - b.cpuSeconds)[Math.floor(list.length / 2)] as Measurement;
}
