import { mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { refusedPlace, writingTo } from './unwritable';

/**
 * Writes a file in one step: a reader finds the old content or the new one, never a part. What is no file, such as
 * `/dev/stdout` or a pipe, is written into and stays what it is; a link stays a link.
 *
 * @throws UsageError if nothing can be written there
 */
export function writeFileWhole(path: string, text: string): void {
  writingTo(path, () => {
    const there = statSync(path, { throwIfNoEntry: false });
    if (there?.isDirectory() === true) throw refusedPlace(path, 'EISDIR');
    if (there !== undefined && !there.isFile()) return writeFileSync(path, text);
    mkdirSync(dirname(path), { recursive: true });
    replaceFile(there === undefined ? path : realpathSync(path), text);
  });
}

function replaceFile(path: string, text: string): void {
  const fresh = `${path}.writing-${process.pid}`;
  try {
    writeFileSync(fresh, text);
    renameSync(fresh, path);
  } finally {
    rmSync(fresh, { force: true });
  }
}
