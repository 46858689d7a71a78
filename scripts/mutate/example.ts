import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { loadPlatform } from '../../lib/cli/load-platform';
import { mutableObject, mutableResource, type Tree } from '../../test/verify/mutation/mutable';
import { Trial } from '../../test/verify/mutation/trial';

const ROOT = join(__dirname, '../..');

/** Writes the first example as `npm start` does. */
export function writeExample(folder: string): void {
  const { plan, manifests } = placesIn(folder);
  const command = [join(ROOT, 'build/cli/main.js'), 'synth', '--output', manifests, '--plan', plan];
  const child = spawnSync(process.execPath, [...command, '--helm', join(folder, 'helm')], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (child.status !== 0) throw new Error(child.stderr);
}

/** The trial of the example that was written to a folder, judged as `npm start` judges it. */
export async function exampleTrial(folder: string): Promise<Trial> {
  const { plan, manifests } = placesIn(folder);
  const texts = readdirSync(manifests).map((name) => readFileSync(join(manifests, name), 'utf8'));
  const { deployment } = JSON.parse(readFileSync(plan, 'utf8')) as {
    deployment: { resources: Parameters<typeof mutableResource>[0][] };
  };
  return new Trial({
    objects: texts.flatMap((text) => loadAll(text) as Tree[]).map(mutableObject),
    resources: deployment.resources.map(mutableResource),
    platform: await loadPlatform(join(ROOT, 'examples/document-1/platform.ts')),
    assume: ['complete'],
  });
}

function placesIn(folder: string): { readonly plan: string; readonly manifests: string } {
  return { plan: join(folder, 'plan.json'), manifests: join(folder, 'manifests') };
}
