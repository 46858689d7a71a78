import { existsSync, readdirSync, readFileSync, type Dirent } from 'node:fs';
import { basename, join, relative } from 'node:path';

/** Names the files of a folder that are known for ours by nothing else. Neither YAML nor JSON: `kubectl apply -f` leaves it. */
export const LIST_OF_OWN_FILES = '.training-isolation-files';

/** Whether a file was written by a command, by its path. */
export type IsOwn = (path: string) => boolean;

/** How cdk8s calls manifests unless the app says otherwise, whichever command ran the app, and what it writes for validations. */
export function isManifest(path: string): boolean {
  return path.endsWith('.k8s.yaml') || basename(path) === 'construct-metadata.json';
}

/** The first file below a folder, of every entry of it, that no command wrote. Folders without files are nobody's. */
export function foreignEntries(folder: string, isOwn: IsOwn): readonly string[] {
  const listed = new Set(ownList(folder));
  return entriesOf(folder).flatMap((entry) => firstForeign(folder, folder, entry, isOwn, listed) ?? []);
}

function firstForeign(
  top: string,
  folder: string,
  entry: Dirent,
  isOwn: IsOwn,
  listed: ReadonlySet<string>,
): string | undefined {
  const path = join(folder, entry.name);
  const name = relative(top, path);
  if (!entry.isDirectory())
    return entry.isFile() && (name === LIST_OF_OWN_FILES || listed.has(name) || isOwn(path)) ? undefined : name;
  for (const inner of entriesOf(path)) {
    const found = firstForeign(top, path, inner, isOwn, listed);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What a freshly written folder needs as its list; undefined if its files are known for ours without one. */
export function neededList(folder: string, isOwn: IsOwn): string | undefined {
  const names = filesBelow(folder, folder).filter((name) => !isOwn(join(folder, name)));
  return names.length === 0 ? undefined : names.map((name) => `${name}\n`).join('');
}

function filesBelow(top: string, folder: string): readonly string[] {
  return entriesOf(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(top, path) : [relative(top, path)];
  });
}

function ownList(folder: string): readonly string[] {
  const file = join(folder, LIST_OF_OWN_FILES);
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
}

/** In the order of names: the same folder gives the same list and the same fault. */
function entriesOf(folder: string): readonly Dirent[] {
  return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
}
