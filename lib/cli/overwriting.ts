import { realpathSync } from 'node:fs';
import { UsageError } from './exit-code';

/**
 * Refuses an answer that would take the place of a file that it is about: a description, a baseline, what is judged.
 *
 * @param outputs files that are written
 * @param inputs files that are read, and folders
 * @throws UsageError if one is the other
 */
export function refuseOverwriting(
  outputs: readonly (string | undefined)[],
  inputs: readonly (string | undefined)[],
): void {
  const read = new Map(inputs.flatMap((input) => (input === undefined ? [] : [[placeOf(input), input]])));
  for (const output of outputs) {
    const input = output === undefined ? undefined : read.get(placeOf(output));
    if (input !== undefined) throw new UsageError(`cannot write ${output}: it is read as ${input}; give another file`);
  }
}

/** Where it is behind its links; of what is not there yet the path itself, which is no input's. */
function placeOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
