import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { EngineFault } from '../../engine-fault';
import { removeLeftCgroups } from '../../node/space';
import { spawnLeashed } from '../../processes/leash';
import { until } from '../../rig/until';
import { expectEqual, type Question } from '../question';

/** However a run of real nodes ends, it leaves the machine as it was. */
export function leftBehindQuestions(run: { readonly before: MachineState; readonly folder: string }): Question[] {
  return [
    {
      title: 'the run above has left no process, mount, interface, control group, folder or file behind',
      ask: async () => {
        await untilAsBefore(run.before, run.folder);
        expectEqual('its folder is there', existsSync(run.folder), false);
        return told(run.before);
      },
    },
    {
      title: 'Ctrl-C in the middle of a run leaves no process, mount, interface, control group, folder or file behind',
      ask: () => endedBy('SIGINT', 130),
    },
    {
      title:
        'a run that is killed outright leaves no process, mount or interface behind; the next one removes its control groups',
      ask: () => endedBy('SIGKILL', undefined),
    },
  ];
}

async function endedBy(signal: NodeJS.Signals, expected: number | undefined): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'training-isolation-nodes-'));
  const before = machineState();
  try {
    const jiti = join(dirname(require.resolve('jiti/package.json')), 'lib', 'jiti-cli.mjs');
    const child = spawnLeashed(process.execPath, [jiti, join(__dirname, 'bare-nodes.ts')], {
      env: { ...process.env, TMPDIR: folder },
      stdio: 'ignore',
    });
    const ended = once(child, 'exit') as Promise<[number | null]>;
    await until({
      what: 'containers run in the nodes of the other run',
      deadlineSeconds: 90,
      missing: async () => {
        if (child.exitCode !== null) throw new EngineFault(`it ended with ${child.exitCode}`);
        const groups = machineState()[GROUPS] ?? [];
        return groups.some((group) => !before[GROUPS]?.includes(group) && holdsProcesses(group))
          ? undefined
          : 'not yet';
      },
    });
    child.kill(signal);
    const [code] = await ended;
    expectEqual('exit code', code ?? undefined, expected);
    await untilAsBefore(before, folder, () => {
      if (signal === 'SIGKILL') removeLeftCgroups();
    });
    if (signal !== 'SIGKILL') expectEqual('files left', readdirSync(folder).join(), '');
    return told(before);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}

/** Waits until nothing is on the machine that was not there before. */
async function untilAsBefore(before: MachineState, folder: string, help: () => void = () => {}): Promise<void> {
  await until({
    what: 'the machine is as it was',
    // The kernel takes its time with control groups of a run that was cut off.
    deadlineSeconds: 30,
    missing: async () => {
      help();
      const now = machineState();
      const left = Object.entries(now).flatMap(([what, names]) =>
        names.filter((name) => !before[what]?.includes(name)).map((name) => `${what}: ${name}`),
      );
      left.push(...processesOf(folder).map((line) => `processes: ${line}`));
      return left.length === 0 ? undefined : left.join('\n');
    },
  });
}

const told = (before: MachineState): string =>
  `no process of it; as before: ${Object.entries(before)
    .map(([what, names]) => `${names.length} ${what}`)
    .join(', ')}`;

const GROUPS = 'control groups of such runs';

/** Whether anything runs in a control group, or in one below it. */
function holdsProcesses(group: string): boolean {
  try {
    if (readFileSync(join(group, 'cgroup.procs'), 'utf8').trim() !== '') return true;
    const entries = readdirSync(group, { withFileTypes: true });
    return entries.some((entry) => entry.isDirectory() && holdsProcesses(join(group, entry.name)));
  } catch {
    return false; // gone
  }
}

/** Made by `mount` when the machine first uses it, for its own notes. */
const OF_THE_MACHINE = ['/run/mount'];

/** Everything that could be left, but for processes: names by what they are names of. */
export type MachineState = Readonly<Record<string, readonly string[]>>;

/** Where programs of the field keep things by names of their own. */
const FOLDERS = ['/', '/etc', '/opt', '/run', '/var/lib', '/var/log'];

export function machineState(): MachineState {
  const mounts = readFileSync('/proc/self/mounts', 'utf8').trim().split('\n');
  const cgroups = readdirSync('/sys/fs/cgroup').flatMap((hierarchy) => {
    const path = join('/sys/fs/cgroup', hierarchy);
    return existsSync(join(path, 'cgroup.procs')) ? readdirSync(path).map((name) => join(path, name)) : [];
  });
  return {
    mounts,
    interfaces: readdirSync('/sys/class/net'),
    [GROUPS]: cgroups.filter((path) => path.includes('/training-isolation-')),
    [`entries of ${FOLDERS.join(', ')}`]: FOLDERS.flatMap((folder) =>
      readdirSync(folder)
        .map((name) => join(folder, name))
        .filter((path) => !OF_THE_MACHINE.includes(path)),
    ),
  };
}

/** Command lines of processes that know the folder of the other run. */
function processesOf(folder: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        return ''; // gone
      }
    })
    .filter((line) => line.includes(folder));
}
