import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export const ROOT = join(__dirname, '../..');

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built binary, as a user would, in a folder. */
export function runCli(args: readonly string[], cwd: string = ROOT, env: NodeJS.ProcessEnv = process.env): CliResult {
  const child = spawnSync(process.execPath, [join(ROOT, 'build/cli/main.js'), ...args], { cwd, env, encoding: 'utf8' });
  return { code: child.status, stdout: child.stdout, stderr: child.stderr };
}
