import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What another test file of this run has made already, and nobody has to make again: it takes seconds. */
export function kept(name: string): string | undefined {
  const file = fileOf(name);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** Keeps a text for the test files that come later. */
export function keep(name: string, text: string): string {
  const draft = `${fileOf(name)}.${process.pid}`;
  writeFileSync(draft, text);
  // Whole or not at all: others may look at the same time, or make the same.
  renameSync(draft, fileOf(name));
  return text;
}

function fileOf(name: string): string {
  const folder = process.env['KEPT_FOLDER'];
  if (folder === undefined) throw new Error('jest was started without test/kept-setup.js');
  return join(folder, name);
}
