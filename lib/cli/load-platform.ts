import { existsSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { definePlatform, type Platform, type PlatformProps } from '../model';
import { isInvalidInput } from '../model/fault/fault';
import { isGivenPlatform } from '../model/platform/given-platform';
import { UsageError } from './exit-code';
import { parsedFile } from './parsed-file';
import { describedFile, PLATFORM_FIELD } from './platform-field';

/** The option that every command with a description has. */
export const PLATFORM_OPTION = [
  '--platform <file>',
  `description of the platform: .ts, .js, .json or .yaml (default: the field ${PLATFORM_FIELD} of package.json)`,
] as const;

/**
 * Reads the platform's description.
 *
 * TypeScript is loaded without an installed compiler. A program exports what `definePlatform` returned, as `platform`; a
 * JSON or YAML file holds the props.
 *
 * @throws UsageError if there is no such file, no platform in it, or its program does not run
 * @throws InvalidInputError with every fault of the description
 */
export async function loadPlatform(file: string | undefined): Promise<Platform> {
  const path = resolve(file ?? defaultFile());
  if (!existsSync(path)) throw new UsageError(`no description at ${path}: give --platform FILE`);
  switch (extname(path)) {
    case '.json':
      return definePlatform(parsedFile(path, JSON.parse) as PlatformProps);
    case '.yaml':
    case '.yml':
      return definePlatform(
        parsedFile(path, (await import('../verify/input/own-yaml.js')).loadOwnYaml) as PlatformProps,
      );
    case '.ts':
    case '.mts':
    case '.cts':
    case '.js':
    case '.mjs':
    case '.cjs':
      return exported(path, await imported(path));
    default:
      throw new UsageError(`${path}: a description is a .ts, .js, .json or .yaml file`);
  }
}

async function imported(path: string): Promise<Record<string, unknown>> {
  const { createJiti } = await import('jiti');
  try {
    return await createJiti(__filename).import<Record<string, unknown>>(path);
  } catch (error) {
    if (isInvalidInput(error)) throw error;
    throw new UsageError(failed(path, error));
  }
}

/** Where a description failed, and why: in the user's file, not in what loads it. */
function failed(path: string, error: unknown): string {
  if (!(error instanceof Error)) return `${path}: ${String(error)}`;
  const frame = error.stack
    ?.split('\n')
    .find((line) => line.trimStart().startsWith('at ') && line.includes(`${path}:`));
  const line = frame?.slice(frame.indexOf(`${path}:`) + path.length).match(/^:\d+/)?.[0] ?? '';
  return `${path}${line}: ${error.message.split('\nRequire stack:')[0]}`;
}

function exported(path: string, module: Record<string, unknown>): Platform {
  const platform = module['platform'] ?? module['default'];
  if (!isGivenPlatform(platform)) {
    throw new UsageError(`${path}: exports no platform; write \`export const platform = definePlatform({ ... })\``);
  }
  return platform;
}

function defaultFile(): string {
  const file = describedFile();
  if (file !== undefined) return file;
  throw new UsageError(
    `no description: give --platform FILE, or say in package.json where it is: npm pkg set ${PLATFORM_FIELD}=FILE`,
  );
}
