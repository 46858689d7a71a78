import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { onExit } from './on-exit';

/**
 * Starts a program that cannot outlive this process.
 *
 * When this process ends in any way that it can notice, it ends the program first. When it is killed outright, the
 * kernel does: setpriv (util-linux) sets PR_SET_PDEATHSIG, so the child gets SIGKILL when its parent dies.
 *
 * The shell between setpriv and the program closes the gap before that is set: a child that finds another parent
 * was orphaned in the gap, and ends. Both exec, so the program keeps the child's pid.
 */
export function spawnLeashed(program: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const unlessOrphaned = '[ "$PPID" = "$1" ] || exit 1; shift; exec "$@"';
  const leash = ['--pdeathsig', 'KILL', 'sh', '-c', unlessOrphaned, 'sh', String(process.pid)];
  const child = spawn('setpriv', [...leash, program, ...args], options);
  const cancel = onExit(() => killNow(child, options.detached));
  child.on('exit', cancel).on('error', cancel);
  return child;
}

/** Ends a child at once; one that leads its own process group, with all that it has started. */
export function killNow(child: ChildProcess, group = false): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(group ? -child.pid : child.pid, 'SIGKILL');
  } catch {
    // gone by itself a moment ago
  }
}
