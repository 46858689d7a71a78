import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { markdownTable, textTable } from '../text-table';
import { engineFolder, isBuilt } from './cache';
import type { Engine } from './engine';

/** What is in the cache and what isn't. */
export function engineList(engines: readonly Engine[]): string {
  const rows = engines.map((engine) => {
    const folder = engineFolder(engine);
    const state = isBuilt(engine) ? ['built', `${megabytes(folder)} MB`] : ['not built', '-'];
    return [engine.name, engine.version, ...state, folder];
  });
  return textTable([['engine', 'version', 'state', 'size', 'folder'], ...rows]);
}

/** The catalogue as a table for the docs. */
export function engineTable(engines: readonly Engine[]): string {
  const rows = engines.map((engine) => [
    `\`${engine.name}\``,
    `\`${engine.module}\` ${engine.version}`,
    Object.keys(engine.binaries).join(', '),
    engine.why,
    engine.licence,
  ]);
  return markdownTable([['engine', 'Go module', 'binaries', 'what it is for', 'licence'], ...rows]);
}

function megabytes(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const bytes = files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
  return Math.round(bytes / 1_000_000);
}
