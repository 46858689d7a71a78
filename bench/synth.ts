/**
 * How fast the manifests are written: `npm run bench:synth -- --projects 1000`.
 *
 * Ratios are taken in one run on one machine, each variant in a process of its own, in turn: absolute times of a shared
 * machine say little. The floor is the same objects as plain data through js-yaml's `dump`, one call an object, into one
 * file a project; the peer is the same objects through stock cdk8s charts, one a project.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import Table from 'cli-table3';
import { benchOptions } from './options';

const { projects, runs } = benchOptions('bench:synth', 1);

export interface Measurement {
  readonly objects: number;
  readonly bytes: number;
  readonly cpuSeconds: number;
  readonly peakMiB: number;
}

const variants = ['ours', 'floor', ...(projects <= 300 ? ['stock'] : [])] as const;
const measured = new Map<string, Measurement[]>(variants.map((variant) => [variant, []]));
for (let run = 0; run < runs; run++) {
  for (const variant of variants) {
    console.error(`run ${run + 1} of ${runs}: ${variant}`);
    measured.get(variant)?.push(measure(variant));
  }
}

const best = new Map([...measured].map(([variant, list]) => [variant, median(list)]));
const ours = best.get('ours') as Measurement;
const table = new Table({
  head: ['variant', 'projects', 'objects', 'MB', 'CPU s', 'peak MiB', 'ours / this'],
  style: { head: [], border: [] },
});
for (const [variant, result] of best) {
  table.push([
    variant,
    projects,
    result.objects,
    (result.bytes / 1e6).toFixed(1),
    result.cpuSeconds.toFixed(2),
    Math.round(result.peakMiB),
    (ours.cpuSeconds / result.cpuSeconds).toFixed(2),
  ]);
}
console.log(table.toString());

function measure(variant: string): Measurement {
  const script = join(__dirname, 'synth-variant.js');
  const child = spawnSync(process.execPath, [script, variant, String(projects)], {
    encoding: 'utf8',
    maxBuffer: 1 << 20,
  });
  if (child.status !== 0) throw new Error(`${variant} failed:\n${child.stderr}`);
  return JSON.parse(child.stdout) as Measurement;
}

function median(list: readonly Measurement[]): Measurement {
  return [...list].sort((a, b) => a.cpuSeconds - b.cpuSeconds)[Math.floor(list.length / 2)] as Measurement;
}
