import { existsSync, mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { UsageError } from './exit-code';
import { foreignEntries, LIST_OF_OWN_FILES, neededList, type IsOwn } from './own-files';
import { writingTo } from './unwritable';

/** For the help of every option that names such a folder. */
export const REPLACED_FOLDER = 'new, empty, or with nothing but what an earlier run wrote, which is replaced';

/**
 * Fills a folder in one step: `write` gets an empty folder beside it, and only if it succeeds does that folder take the
 * place of the old one. A fault leaves the old content as it was.
 *
 * @param isOwn which files an earlier run wrote
 * @throws UsageError if the folder holds anything else, or cannot be written
 */
export async function replaceFolder<T>(folder: string, isOwn: IsOwn, write: (fresh: string) => Promise<T>): Promise<T> {
  refuseForeignFolder(folder, isOwn);
  // A link stays a link.
  const place = existsSync(folder) ? realpathSync(folder) : folder;
  const fresh = writingTo(folder, () => {
    mkdirSync(dirname(place), { recursive: true });
    return mkdtempSync(join(dirname(place), `.${basename(place)}-`));
  });
  try {
    const result = await write(fresh);
    writingTo(folder, () => {
      const list = neededList(fresh, isOwn);
      if (list !== undefined) writeFileSync(join(fresh, LIST_OF_OWN_FILES), list);
      swap(place, fresh);
    });
    return result;
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw error;
  }
}

function swap(place: string, fresh: string): void {
  const old = `${fresh}-old`;
  const wasThere = existsSync(place);
  if (wasThere) renameSync(place, old);
  try {
    renameSync(fresh, place);
  } catch (error) {
    if (wasThere) renameSync(old, place);
    throw error;
  }
  rmSync(old, { recursive: true, force: true });
}

/** Most files that a refusal names. */
const MOST_NAMED = 3;

/**
 * Refuses to replace what no earlier run wrote: the folder would be gone with it.
 *
 * @throws UsageError
 */
export function refuseForeignFolder(folder: string, isOwn: IsOwn): void {
  const there = writingTo(folder, () => statSync(folder, { throwIfNoEntry: false }));
  if (there === undefined) return;
  if (!there.isDirectory()) throw new UsageError(`cannot write ${folder}: it is a file: give the name of a folder`);
  if (isWithin(realpathSync(folder), process.cwd()))
    throw new UsageError(`cannot replace ${folder}: it holds the working folder: give a folder of its own below it`);
  const foreign = writingTo(folder, () => foreignEntries(folder, isOwn));
  if (foreign.length === 0) return;
  const named = foreign.slice(0, MOST_NAMED).join(', ');
  const more = foreign.length > MOST_NAMED ? ', ...' : '';
  throw new UsageError(
    `cannot replace ${folder}: it holds what no earlier run wrote (${named}${more}): give a new folder, or move that away`,
  );
}

/** Whether a path is a folder or lies in it. */
export function isWithin(folder: string, path: string): boolean {
  const [first] = relative(folder, path).split(sep);
  return first !== '..';
}
