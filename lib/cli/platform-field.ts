import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { shown } from '../model/fault/fault';
import { UsageError } from './exit-code';
import { parsedFile } from './parsed-file';

/** Where it is said, as people write it. */
export const PLATFORM_FIELD = 'training-isolation.platform';

/**
 * The file that the nearest package.json with the field names as the description, looking upwards from the working folder;
 * undefined if none has it.
 *
 * @throws UsageError if a package.json on the way cannot be read, or its field is no path
 */
export function describedFile(): string | undefined {
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    const field = existsSync(file) ? fieldOf(file) : undefined;
    if (field !== undefined) return join(folder, field);
    if (folder === dirname(folder)) return undefined;
  }
}

function fieldOf(file: string): string | undefined {
  const { 'training-isolation': settings } = {
    ...(parsedFile(file, JSON.parse) as { readonly 'training-isolation'?: unknown } | null),
  };
  const { platform } = { ...(settings as { readonly platform?: unknown } | null) };
  if (platform === undefined || typeof platform === 'string') return platform;
  throw new UsageError(`${file}: ${PLATFORM_FIELD} is ${shown(platform)}, and no path`);
}
