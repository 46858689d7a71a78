import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { EngineFault } from '../../engine-fault';
import { removeLeftCgroups } from '../../node/space';
import { spawnLeashed } from '../../processes/leash';
import { until } from '../../rig/until';
import { expectEqual, type Question } from '../question';

/** A run of real nodes that is ended half way leaves the machine as it was. */
export function leftBehindQuestions(): Question[] {
  return [
    {
      title: 'Ctrl-C in the middle of a run leaves no process, mount, interface, control group or file behind',
      ask: () => endedBy('SIGINT', 130),
    },
    {
      title:
        'a run that is killed outright leaves no process, mount or interface behind; the next one removes its control groups',
      ask: () => endedBy('SIGKILL', undefined),
    },
  ];
}

async function endedBy(signal: NodeJS.Signals, expected: number | undefined): Promise<void> {
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
      what: 'a container runtime runs in the nodes of the other run',
      deadlineSeconds: 90,
      missing: async () => {
        if (child.exitCode !== null) throw new EngineFault(`it ended with ${child.exitCode}`);
        return processesOf(folder).some((line) => line.includes('kube-proxy')) ? undefined : 'not yet';
      },
    });
    child.kill(signal);
    const [code] = await ended;
    expectEqual('exit code', code ?? undefined, expected);
    await until({
      what: 'the machine is as it was',
      deadlineSeconds: 10,
      missing: async () => {
        if (signal === 'SIGKILL') removeLeftCgroups();
        const now = { ...machineState(), processes: processesOf(folder) };
        const left = Object.entries(now).flatMap(([what, names]) =>
          names
            .filter((name) => !(before as Record<string, readonly string[]>)[what]?.includes(name))
            .map((name) => `${what}: ${name}`),
        );
        return left.length === 0 ? undefined : left.join('\n');
      },
    });
    if (signal !== 'SIGKILL') expectEqual('files left', readdirSync(folder).join(), '');
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}

/** Everything of ours that could be left, but for processes. */
function machineState(): Readonly<Record<string, readonly string[]>> {
  const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n');
  const cgroups = readdirSync('/sys/fs/cgroup').flatMap((hierarchy) => {
    const path = join('/sys/fs/cgroup', hierarchy);
    return existsSync(join(path, 'cgroup.procs')) ? readdirSync(path).map((name) => join(path, name)) : [];
  });
  return {
    mounts,
    interfaces: readdirSync('/sys/class/net'),
    'control groups': cgroups.filter((path) => path.includes('/training-isolation-')),
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
