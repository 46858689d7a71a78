import { existsSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
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
  const settings = load(readFileSync(FILE, 'utf8')) as Partial<AppSettings> | null;
  if (typeof settings?.app !== 'string') throw new UsageError(`${FILE}: no app, the command that synthesizes`);
  return { app: settings.app, output: settings.output ?? 'dist' };
}
