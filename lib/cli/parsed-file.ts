import { readFileSync } from 'node:fs';
import { UsageError } from './exit-code';

/**
 * What a file of the user says, be it saved with the mark of Windows or without.
 *
 * @throws UsageError with the path, if it cannot be read or parsed
 */
export function parsedFile(path: string, parse: (text: string) => unknown): unknown {
  try {
    return parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new UsageError(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
