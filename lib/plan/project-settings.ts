import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { load } from 'js-yaml';

/** What is wrong with the files of a Pulumi project, or with how the plan was asked for. */
export class ProjectFault extends Error {}

/** A Pulumi project, as `Pulumi.yaml` and `Pulumi.<stack>.yaml` say it. */
export interface ProjectSettings {
  readonly name: string;
  /** Folder of `Pulumi.yaml`. */
  readonly folder: string;
  /** Entry of the program, as in the file. @default - the package's own */
  readonly main?: string;
  readonly stack: string;
  /** Configuration with every key's project or provider in front. */
  readonly config: Readonly<Record<string, string>>;
  /** Keys whose values nobody may see. */
  readonly secretConfig: readonly string[];
}

interface ProjectFile {
  readonly name?: string;
  readonly runtime?: string | { readonly name?: string };
  readonly main?: string;
  readonly config?: Readonly<Record<string, unknown>>;
}

/** The folder with `Pulumi.yaml`, from here upwards. */
export function projectFolder(from: string): string | undefined {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'Pulumi.yaml'))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/**
 * @param folder with `Pulumi.yaml`
 * @param given configuration of the command line, which stands above that of the file
 * @throws ProjectFault
 */
export function projectSettings(
  folder: string,
  stackName: string | undefined,
  given: Readonly<Record<string, string>>,
): ProjectSettings {
  const file = yaml<ProjectFile>(join(folder, 'Pulumi.yaml'));
  const { name, main } = file;
  if (typeof name !== 'string') throw new ProjectFault(`${join(folder, 'Pulumi.yaml')}: no name of the project`);
  const runtime = typeof file.runtime === 'object' ? file.runtime.name : file.runtime;
  if (runtime !== 'nodejs') {
    throw new ProjectFault(
      `${join(folder, 'Pulumi.yaml')}: runtime ${String(runtime)}; a plan runs programs of nodejs`,
    );
  }
  const stack = stackName ?? onlyStack(folder);
  const { config, secrets } = configuration(name, folder, stack, file.config ?? {}, given);
  return { name, folder, ...(main === undefined ? {} : { main }), stack, config, secretConfig: secrets };
}

/** The stack of the only settings file, or `dev`. */
function onlyStack(folder: string): string {
  const stacks = readdirSync(folder).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
  if (stacks.length > 1) throw new ProjectFault(`several stacks: ${stacks.sort().join(', ')}; name one with --stack`);
  return stacks[0] ?? 'dev';
}

/** What stands for the text of a secret that was encrypted by another machine. */
const UNREADABLE = '[secret]';

function configuration(
  project: string,
  folder: string,
  stack: string,
  schema: Readonly<Record<string, unknown>>,
  given: Readonly<Record<string, string>>,
): { readonly config: Record<string, string>; readonly secrets: string[] } {
  const full = (key: string): string => (key.includes(':') ? key : `${project}:${key}`);
  const config: Record<string, string> = {};
  const secrets = new Set<string>();
  const required: string[] = [];
  for (const [key, entry] of Object.entries(schema)) {
    const declared =
      typeof entry === 'object' && entry !== null ? (entry as Record<string, unknown>) : { value: entry };
    if (declared['secret'] === true) secrets.add(full(key));
    const value = declared['value'] ?? declared['default'];
    if (value === undefined) required.push(full(key));
    else config[full(key)] = asText(value);
  }
  const path = join(folder, `Pulumi.${stack}.yaml`);
  const file = existsSync(path) ? yaml<{ config?: Readonly<Record<string, unknown>> }>(path) : {};
  for (const [key, value] of Object.entries(file.config ?? {})) {
    const { text, secret } = readable(value);
    config[full(key)] = text;
    if (secret) secrets.add(full(key));
  }
  for (const [key, value] of Object.entries(given)) config[full(key)] = value;
  const missing = required.filter((key) => config[key] === undefined);
  if (missing.length > 0) {
    throw new ProjectFault(
      `stack ${stack} misses configuration: ${missing.join(', ')}; give --config KEY=VALUE or set it in ${path}`,
    );
  }
  return { config, secrets: [...secrets].filter((key) => config[key] !== undefined) };
}

function readable(value: unknown): { readonly text: string; readonly secret: boolean } {
  const holdsSecret = (item: unknown): boolean =>
    typeof item === 'object' &&
    item !== null &&
    (Object.keys(item).join() === 'secure' || Object.values(item).some(holdsSecret));
  if (typeof value !== 'object' || value === null) return { text: asText(value), secret: false };
  if (Object.keys(value).join() === 'secure') return { text: UNREADABLE, secret: true };
  const hidden = JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'object' && item !== null && Object.keys(item).join() === 'secure' ? UNREADABLE : item,
  );
  return { text: hidden, secret: holdsSecret(value) };
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function yaml<T>(path: string): T {
  try {
    const content = load(readFileSync(path, 'utf8'));
    if (typeof content !== 'object' || content === null) throw new Error('no mapping');
    return content as T;
  } catch (error) {
    throw new ProjectFault(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
