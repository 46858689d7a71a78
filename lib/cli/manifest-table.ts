import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Table from 'cli-table3';
import { loadAll } from 'js-yaml';
import type { Platform } from '../model';
import { UsageError } from './exit-code';

interface WrittenObject {
  readonly kind?: string;
  readonly metadata?: { readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> };
}

/**
 * What was written for whom: a row for the platform, one for each project, one for whatever belongs to neither.
 *
 * @param folder where the manifests lie now
 * @param shownFolder where they will lie, for the table
 */
export function manifestTable(platform: Platform, folder: string, shownFolder: string): string {
  const owners = new Map<string, { kinds: Map<string, number>; files: Set<string> }>();
  const files = readdirSync(folder)
    .filter((file) => /\.ya?ml$/.test(file))
    .sort();
  for (const file of files) {
    for (const object of loadAll(readFileSync(join(folder, file), 'utf8')) as (WrittenObject | null)[]) {
      if (object?.kind === undefined) continue;
      const owner = ownerOf(platform, object);
      const entry = owners.get(owner) ?? { kinds: new Map(), files: new Set() };
      entry.kinds.set(object.kind, (entry.kinds.get(object.kind) ?? 0) + 1);
      entry.files.add(join(shownFolder, file));
      owners.set(owner, entry);
    }
  }
  if (owners.size === 0)
    throw new UsageError('the app wrote no manifest: it must call app.synth() and leave outdir to CDK8S_OUTDIR');
  const table = new Table({
    head: ['For', 'Namespace', 'Objects', 'File'],
    style: { head: [], border: [] },
    // Names are read and copied, so they are whole; the list of objects is what can be broken.
    colWidths: [null, null, 58, null],
    wordWrap: true,
  });
  const order = ['platform', ...platform.projects.map(({ name }) => name), 'others'];
  for (const owner of [...owners.keys()].sort((a, b) => order.indexOf(a) - order.indexOf(b))) {
    const { kinds, files: lie } = owners.get(owner) as { kinds: Map<string, number>; files: Set<string> };
    const namespace = platform.projects.find(({ name }) => name === owner)?.namespace ?? '';
    table.push([
      owner,
      namespace,
      [...kinds].map(([kind, count]) => (count === 1 ? kind : `${count} ${kind}`)).join(', '),
      [...lie].join('\n'),
    ]);
  }
  return table.toString();
}

function ownerOf(platform: Platform, { metadata }: WrittenObject): string {
  const labelled = metadata?.labels?.[platform.keys.project];
  const project = platform.projects.find(
    ({ name, namespace }) => name === labelled || namespace === metadata?.namespace,
  );
  if (project !== undefined) return project.name;
  return metadata?.labels?.['app.kubernetes.io/part-of'] === platform.name ? 'platform' : 'others';
}
