import { mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UsageError } from './exit-code';
import { refusedPlace, writingTo } from './unwritable';

/** A text and the file that it goes to. */
export interface FileText {
  readonly file: string;
  readonly text: string;
}

/**
 * Writes a file in one step: a reader finds the old content or the new one, never a part. What is no file, such as
 * `/dev/stdout` or a pipe, is written into and stays what it is; a link stays a link.
 *
 * @throws UsageError if nothing can be written there
 */
export function writeFileWhole(file: string, text: string): void {
  writeFilesWhole([{ file, text }]);
}

/**
 * Writes several files in one step, or none of them if one place takes nothing.
 *
 * @throws UsageError if nothing can be written to one of them, or two have one place
 */
export function writeFilesWhole(files: readonly FileText[]): void {
  const places = files.map(({ file }) => resolve(file));
  const twice = places.find((place, index) => places.indexOf(place) !== index);
  if (twice !== undefined) throw new UsageError(`two texts would be written into ${twice}: give each a file`);
  const drafts: Draft[] = [];
  try {
    for (const { file, text } of files) drafts.push(writingTo(file, () => draft(file, text)));
    for (const { file, fresh, target } of drafts)
      if (fresh !== undefined) writingTo(file, () => renameSync(fresh, target));
  } finally {
    for (const { fresh } of drafts) if (fresh !== undefined) rmSync(fresh, { force: true });
  }
}

/** What was written beside a file, to take its place once all are there. */
interface Draft {
  readonly file: string;
  /** Undefined for what is no file: it is written into at once. */
  readonly fresh: string | undefined;
  readonly target: string;
}

function draft(file: string, text: string): Draft {
  const there = statSync(file, { throwIfNoEntry: false });
  if (there?.isDirectory() === true) throw refusedPlace(file, 'EISDIR');
  if (there !== undefined && !there.isFile()) {
    writeFileSync(file, text);
    return { file, fresh: undefined, target: file };
  }
  mkdirSync(dirname(file), { recursive: true });
  const target = there === undefined ? file : realpathSync(file);
  const fresh = `${target}.writing-${process.pid}`;
  try {
    writeFileSync(fresh, text);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
  return { file, fresh, target };
}
