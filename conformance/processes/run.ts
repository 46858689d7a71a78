import { once } from 'node:events';
import { MachineCannot } from '../machine-cannot';
import { spawnLeashed } from './leash';

export interface RunOptions {
  /** @default the current folder */
  readonly cwd?: string;
  /** @default this process's environment */
  readonly env?: NodeJS.ProcessEnv;
  /** Text for the program's standard input. @default "- none: the input is empty" */
  readonly input?: string;
}

/** How a program ended, and what it said. */
export interface Ended {
  /** Exit code; 128 and more when a signal ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. A failing program is an answer, not an exception. */
export async function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const { cwd, env } = options;
  const child = spawnLeashed(program, args, { ...(cwd && { cwd }), ...(env && { env }), stdio: 'pipe' });
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  child.stdin?.on('error', () => undefined); // the program may end before it has read everything
  child.stdin?.end(options.input ?? '');
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    return { code: code ?? 128, stdout: stdout(), stderr: stderr() };
  } catch (error) {
    throw new MachineCannot(`can't start setpriv: ${String(error)}`, 'install util-linux (Linux only)', {
      cause: error,
    });
  }
}

function collect(stream: NodeJS.ReadableStream | null): () => string {
  const chunks: Buffer[] = [];
  stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString('utf8');
}
