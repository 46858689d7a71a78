import type { ChildProcess, StdioOptions } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { EngineFault } from '../engine-fault';
import { killNow, spawnLeashed } from './leash';

export interface DaemonProps {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  /** The whole environment: nothing is inherited. */
  readonly env: NodeJS.ProcessEnv;
  /** File for standard output and error. */
  readonly logFile: string;
}

/** A program that runs until it is killed. It never outlives this process. */
export class Daemon {
  private readonly child: ChildProcess;
  private readonly closed: Promise<void>;
  private failure: string | undefined;

  constructor(private readonly props: DaemonProps) {
    const log = openSync(props.logFile, 'w');
    const stdio: StdioOptions = ['ignore', log, log];
    // A process group of its own: Ctrl-C at the terminal reaches this process only, which then ends its daemons.
    this.child = spawnLeashed(props.program, props.args, { env: props.env, detached: true, stdio });
    closeSync(log);
    this.closed = new Promise((resolve) => {
      const settle = (how: string): void => {
        this.failure = how;
        resolve();
      };
      this.child.on('error', (error) => settle(`could not be started: ${error.message}; install util-linux`));
      this.child.on('exit', (code, signal) =>
        settle(signal ? `was ended by ${signal}` : `ended with exit code ${code}`),
      );
    });
  }

  get name(): string {
    return this.props.name;
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Throws, with its last words, when the program has ended. */
  assertRunning(): void {
    if (this.failure) throw new EngineFault(`${this.name} ${this.failure}; its last words:\n${this.lastWords()}`);
  }

  /** The end of its log. */
  lastWords(lines = 8): string {
    return readFileSync(this.props.logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  }

  /** Ends the program at once, with all that it has started, and waits until it is gone. Its data are throwaway. */
  async kill(): Promise<void> {
    killNow(this.child, true);
    await this.closed;
  }
}
