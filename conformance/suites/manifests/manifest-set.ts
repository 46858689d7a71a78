import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { UsageFault } from '../../command';
import type { KubeObject } from '../../rig/kubectl';

/** The objects of one folder: what a user applies together. */
export interface ManifestSet {
  readonly folder: string;
  readonly objects: readonly Manifest[];
}

/** An object and the file that it was read from. */
export interface Manifest {
  readonly file: string;
  readonly object: KubeObject;
}

/** One set for each folder, however deep, that holds manifests. */
export function readManifestSets(roots: readonly string[]): ManifestSet[] {
  const sets = roots.flatMap(foldersWithManifests).map((folder) => ({ folder, objects: readFolder(folder) }));
  const found = sets.filter(({ objects }) => objects.length > 0);
  if (found.length > 0) return found;
  throw new UsageFault(
    `no manifests in ${roots.join(', ')}: write them with "npm start", or name a folder with --manifests`,
  );
}

/** Namespaces that the objects lie in and that the set does not bring: a user's cluster has them already. */
export function foreignNamespaces({ objects }: ManifestSet): string[] {
  const own = objects.flatMap(({ object }) => (object.kind === 'Namespace' ? object.metadata.name : []));
  const used = objects.flatMap(({ object }) => object.metadata.namespace ?? []);
  return [...new Set(used)].filter((name) => !own.includes(name) && !builtIn.includes(name)).sort();
}

const builtIn = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

function foldersWithManifests(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  const below = entries
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => foldersWithManifests(join(folder, name)));
  return entries.some((entry) => entry.isFile() && isManifest(entry.name)) ? [folder, ...below] : below;
}

function readFolder(folder: string): Manifest[] {
  const files = readdirSync(folder).filter(isManifest).sort();
  return files.flatMap((name) => {
    const file = join(folder, name);
    return parse(file).map((object) => ({ file, object }));
  });
}

function parse(file: string): KubeObject[] {
  const documents = loadAll(readFileSync(file, 'utf8'), undefined, { filename: file }) as (
    KubeObject | null | undefined
  )[];
  return documents.filter((document) => document !== null && document !== undefined);
}

const isManifest = (name: string): boolean => /\.ya?ml$/.test(name);
