import { Daemon } from '../processes/daemon';
import { freePorts } from './ports';
import { RunFolder } from './run-folder';
import { until } from './until';

export interface ServerProps {
  readonly name: string;
  readonly program: string;
  /** How many ports it listens on. */
  readonly ports: number;
  readonly args: (ports: readonly number[]) => readonly string[];
  /** Environment beside PATH, HOME and TMPDIR. @default "- none" */
  readonly env?: Readonly<Record<string, string>>;
  /** What is still missing until it serves, or undefined when it does. */
  readonly missing: (ports: readonly number[]) => Promise<string | undefined>;
  readonly deadlineSeconds: number;
}

const attempts = 3;

/** Owns what one run leaves on the machine: a folder and processes. Ends them all together. */
export class Rig {
  readonly folder = new RunFolder();
  private readonly daemons: Daemon[] = [];
  private ending = false;

  /**
   * Starts a server on free ports, waits until it is ready and returns its ports.
   * If someone else took a port in between, it starts again on others.
   */
  async start(props: ServerProps): Promise<readonly number[]> {
    for (let attempt = 1; ; attempt++) {
      const ports = await freePorts(props.ports);
      const daemon = this.launch(props, ports);
      try {
        await ready(daemon, props, ports);
        return ports;
      } catch (error) {
        await daemon.kill();
        if (attempt === attempts || !/address already in use/.test(daemon.lastWords(50))) throw error;
      }
    }
  }

  /** Process ids of the servers, in order of their start. */
  get pids(): readonly number[] {
    return this.daemons.flatMap((daemon) => daemon.pid ?? []);
  }

  /** Process id of the newest server of this name. */
  pidOf(name: string): number {
    const pid = [...this.daemons].reverse().find((daemon) => daemon.name === name)?.pid;
    if (pid === undefined) throw new Error(`no server ${name} was started`);
    return pid;
  }

  /** Ends every process, last started first. Servers that are still starting end too, and no more can start. */
  async end(): Promise<void> {
    this.ending = true;
    for (const daemon of [...this.daemons].reverse()) await daemon.kill();
  }

  private launch(props: ServerProps, ports: readonly number[]): Daemon {
    if (this.ending) throw new Error(`${props.name} wasn't started: the rig is ending`);
    const daemon = new Daemon({
      name: props.name,
      program: props.program,
      args: props.args(ports),
      env: { PATH: process.env['PATH'], HOME: this.folder.path, TMPDIR: this.folder.path, ...props.env },
      logFile: this.folder.file(`${props.name}.log`),
    });
    this.daemons.push(daemon);
    return daemon;
  }
}

async function ready(daemon: Daemon, props: ServerProps, ports: readonly number[]): Promise<void> {
  await until({
    what: `${props.name} is ready`,
    deadlineSeconds: props.deadlineSeconds,
    missing: async () => {
      daemon.assertRunning();
      return props.missing(ports);
    },
  });
}
