import { existsSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { shown } from '../model/fault';
import { UsageError } from './exit-code';

/** What `cdk8s.yaml` says about the app. */
export interface AppSettings {
  /** Command that synthesizes, run by the shell. */
  readonly app: string;
  /** Folder of the manifests. */
  readonly output: string;
}

const FILE = 'cdk8s.yaml';

/** The settings that the cdk8s CLI reads as well, so that both run the same program into the same folder. */
export function appSettings(): AppSettings {
  if (!existsSync(FILE)) throw new UsageError(`no ${FILE} in this folder: give --app COMMAND and --output FOLDER`);
  const { app, output = 'dist' } = settingsIn(readFileSync(FILE, 'utf8'));
  if (typeof app !== 'string' || app === '') throw new UsageError(`${FILE}: no app, the command that synthesizes`);
  if (typeof output !== 'string' || output === '')
    throw new UsageError(`${FILE}: output is ${shown(output)}, and no folder`);
  return { app, output };
}

function settingsIn(text: string): { readonly [setting in keyof AppSettings]?: unknown } {
  try {
    return (load(text) ?? {}) as object;
  } catch (error) {
    throw new UsageError(`${FILE}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
