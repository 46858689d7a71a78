import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Construct } from 'constructs';
import type { Platform, Project } from '../../model';
import { CONTENT_DIGITS, HELPER_FILES } from '../../model/project/file-names';
import type { ConfigMap } from '../api';
import { Manifest } from '../manifest/manifest';
import { registered } from '../manifest/object-registry';
import { projectMetadata } from '../metadata';

/** Where the Python helpers are mounted, and what stands on the module path. */
export const HELPERS_PATH = '/opt/training-isolation';

/** The helpers as files of this package, beside `lib/` and `build/` alike. */
const FOLDER = join(__dirname, '../../../python');
const HELPER_MODULES = ['training_audit.py', 'training_rank_guard.py', 'training_resume.py'] as const;

/**
 * An immutable ConfigMap named by its content: what a pod mounts as code cannot be edited under it, and another content
 * is another name.
 */
export function immutableFiles(
  platform: Platform,
  project: Project,
  name: string,
  data: Record<string, string>,
): ConfigMap {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: projectMetadata(platform, project, name),
    immutable: true,
    data,
  };
}

/** `prefix-0123456789`: the prefix and the start of a digest of names and contents. */
export function nameByContent(prefix: string, files: Readonly<Record<string, string>>): string {
  const digest = createHash('sha256')
    .update(JSON.stringify(Object.entries(files)))
    .digest('hex');
  return `${prefix}-${digest.slice(0, CONTENT_DIGITS)}`;
}

/** Name of the ConfigMap with the helpers. */
export const helperFilesName = (): string => helpers().name;

/** The ConfigMap with the helpers, written once a namespace however many jobs mount it. */
export function addHelperFiles(scope: Construct, platform: Platform, project: Project): void {
  const { name, files } = helpers();
  if (registered(scope, 'ConfigMap', project.namespace, name) === undefined) {
    new Manifest(scope, 'helpers', immutableFiles(platform, project, name, files));
  }
}

let read: { readonly name: string; readonly files: Record<string, string> } | undefined;

/** Read and digested once a process: every project has the same. */
function helpers(): { readonly name: string; readonly files: Record<string, string> } {
  if (read === undefined) {
    const files = Object.fromEntries(HELPER_MODULES.map((file) => [file, readFileSync(join(FOLDER, file), 'utf8')]));
    read = { name: nameByContent(HELPER_FILES, files), files };
  }
  return read;
}
