import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import type { SynthesizedObject } from 'training-isolation/testing';

/** Examples that synthesize manifests, by their folders. */
export const EXAMPLES = readdirSync(__dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && readdirSync(join(__dirname, entry.name)).includes('main.ts'))
  .map(({ name }) => name);

/** Runs an example's program as it stands and returns what it wrote: texts by file. */
export function runExample(name: string): ReadonlyMap<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'example-'));
  const before = process.env['CDK8S_OUTDIR'];
  process.env['CDK8S_OUTDIR'] = folder;
  try {
    // The program itself, as a user would run it: it synthesizes when it is loaded.
    jest.isolateModules(() => jest.requireActual(join(__dirname, name, 'main')));
    return new Map(
      readdirSync(folder)
        .sort()
        .map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
    );
  } finally {
    if (before === undefined) delete process.env['CDK8S_OUTDIR'];
    else process.env['CDK8S_OUTDIR'] = before;
    rmSync(folder, { recursive: true });
  }
}

/** The objects of an example, read back from what it wrote. */
export function objectsOf(files: ReadonlyMap<string, string>): SynthesizedObject[] {
  return [...files.values()].flatMap((text) => loadAll(text) as SynthesizedObject[]);
}
