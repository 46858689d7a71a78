import { UsageError } from './exit-code';

/** Why a place takes nothing, and what to do about it, by the code of the system's error. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'there is no right to write there: give another place, or get the right',
  EBUSY: 'something else uses it, such as a mount: give a new place in it, or one beside it',
  EEXIST: 'a part of the path is a file: give a path through folders',
  EISDIR: 'it is a folder: give the name of a file',
  ENAMETOOLONG: 'the name is too long: give a shorter one',
  ENOENT: 'nothing can be made there: give another place',
  ENOSPC: 'there is no space left: make some, or give another place',
  ENOTDIR: 'a part of the path is a file: give a path through folders',
  EPERM: 'there is no right to write there: give another place, or get the right',
  EROFS: 'nothing can be written there, it is read-only: give another place',
};

/** What it is that a place takes nothing: no fault of the program, but of where it was told to write. */
export function refusedPlace(path: string, code: string): UsageError {
  return new UsageError(`cannot write ${path}: ${REASONS[code] ?? code}`);
}

/**
 * Runs something that writes to a place which a user gave.
 *
 * @throws UsageError for whatever the system refuses there
 */
export function writingTo<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    if (error instanceof Error && 'syscall' in error && 'code' in error) throw refusedPlace(path, String(error.code));
    throw error;
  }
}
