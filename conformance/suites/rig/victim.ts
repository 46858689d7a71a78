import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { spawnLeashed } from '../../processes/leash';
import { onExit } from '../../processes/on-exit';
import { until } from '../../rig/until';

/** A process with a cluster, in a temporary folder of its own, to see what is left when it ends one way or another. */
export class Victim {
  private readonly folder = mkdtempSync(join(tmpdir(), 'training-isolation-victim-'));
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown[]>;
  private readonly cancelExit = onExit(() => this.removeFolder());
  private output = '';
  private errors = '';

  constructor(...args: string[]) {
    const jiti = join(dirname(require.resolve('jiti/package.json')), 'lib', 'jiti-cli.mjs');
    this.child = spawnLeashed(process.execPath, [jiti, join(__dirname, 'idle-cluster.ts'), ...args], {
      env: { ...process.env, TMPDIR: this.folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.child.stderr?.on('data', (chunk: Buffer) => (this.errors += chunk.toString()));
    this.ended = once(this.child, 'close');
  }

  /** Waits until its cluster is ready. */
  async ready(): Promise<void> {
    await this.until('its cluster is ready', () => this.output.includes('\n'));
  }

  /** Waits until an engine runs, while the rest is still starting. */
  async starting(engine: string): Promise<void> {
    await this.until(`${engine} runs`, () => this.survivors().some((line) => line.includes(engine)));
  }

  /** Sends a signal, if one is given, and waits for the end. Returns the exit code, or undefined if the signal took it. */
  async end(signal?: NodeJS.Signals): Promise<number | undefined> {
    if (signal) this.child.kill(signal);
    const [code] = (await this.ended) as [number | null];
    return code ?? undefined;
  }

  /** What it said on standard error. */
  get lastWords(): string {
    return this.errors;
  }

  /** Command lines of processes that know its folder: every engine does. Given a moment to die, as the kernel needs one. */
  async processesLeft(): Promise<readonly string[]> {
    await this.until('no process is left', () => this.survivors().length === 0, 5).catch(() => undefined);
    return this.survivors();
  }

  /** Files of run folders that are still there. */
  get filesLeft(): readonly string[] {
    const runs = readdirSync(this.folder).filter((name) => name.startsWith('training-isolation-'));
    return runs.flatMap((run) => readdirSync(join(this.folder, run)).map((file) => join(this.folder, run, file)));
  }

  dispose(): void {
    this.cancelExit();
    this.child.kill('SIGKILL');
    this.removeFolder();
  }

  private removeFolder(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }

  private survivors(): string[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(commandLine)
      .filter((line) => line.includes(this.folder));
  }

  private async until(what: string, holds: () => boolean, deadlineSeconds = 120): Promise<void> {
    const missing = async (): Promise<string | undefined> => (holds() ? undefined : `it said: ${this.errors}`);
    await until({ what, deadlineSeconds, missing });
  }
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return ''; // gone
  }
}
