import { existsSync } from 'node:fs';
import { load } from 'js-yaml';
import { shown } from '../model/fault/fault';
import { UsageError } from './exit-code';
import { parsedFile } from './parsed-file';

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
  const { app, output = 'dist' } = settings();
  if (typeof app !== 'string' || app === '') throw new UsageError(`${FILE}: no app, the command that synthesizes`);
  if (typeof output !== 'string' || output === '')
    throw new UsageError(`${FILE}: output is ${shown(output)}, and no folder`);
  return { app, output };
}

function settings(): { readonly [setting in keyof AppSettings]?: unknown } {
  return (parsedFile(FILE, (text) => load(text)) ?? {}) as object;
}
