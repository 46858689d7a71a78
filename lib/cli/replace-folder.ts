import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Fills a folder in one step: `write` gets an empty folder beside it, and only if it succeeds does that folder take the
 * place of the old one. A fault leaves the old content as it was.
 */
export async function replaceFolder<T>(folder: string, write: (fresh: string) => Promise<T>): Promise<T> {
  mkdirSync(dirname(folder), { recursive: true });
  const fresh = mkdtempSync(join(dirname(folder), `.${basename(folder)}-`));
  try {
    const result = await write(fresh);
    const old = `${fresh}-old`;
    if (existsSync(folder)) renameSync(folder, old);
    renameSync(fresh, folder);
    rmSync(old, { recursive: true, force: true });
    return result;
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw error;
  }
}
