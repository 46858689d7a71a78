import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { readdirSync } from 'node:fs';
import { spawnLeashed } from '../processes/leash';
import { onExit } from '../processes/on-exit';
import { removeCgroup } from './cgroups';

/** Start of the name of every control group of ours; the rest is the process id of the run. */
const cgroupPrefix = 'training-isolation-';

/**
 * Runs a program of this folder in namespaces of its own: processes, mounts, network. When it ends, or this process does,
 * the kernel ends whatever runs in them, and takes mounts and interfaces along. Its last arguments are the given ones and
 * the control group that is its own. Returns its exit code.
 */
export async function runInSpace(program: string, args: readonly string[], folder: string): Promise<number> {
  const cgroup = `/${cgroupPrefix}${process.pid}`;
  const jiti = join(dirname(require.resolve('jiti/package.json')), 'lib', 'jiti-cli.mjs');
  // The shell is the first process of the space, and lays those to rest that lose their parents.
  const first = ['sh', '-c', 'mount -t tmpfs run /run || exit 1; "$@" & wait $!', 'sh'];
  const own = ['--mount', '--net', '--pid', '--fork', '--kill-child=KILL', '--mount-proc'];
  // Registered first and so run last: the space has to end before its group can be removed.
  const cancel = onExit(() => removeCgroup(cgroup));
  const child = spawnLeashed('unshare', [...own, ...first, process.execPath, jiti, program, ...args, cgroup], {
    env: { ...process.env, TMPDIR: folder },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  try {
    const [code] = (await once(child, 'exit')) as [number | null];
    return code ?? 128;
  } finally {
    cancel();
    removeCgroup(cgroup);
  }
}

/** Control groups outlive a run that was killed outright: the next one removes them. */
export function removeLeftCgroups(): void {
  const names = readdirSync('/sys/fs/cgroup', { recursive: false, encoding: 'utf8' });
  for (const hierarchy of names) {
    for (const name of foldersIn(join('/sys/fs/cgroup', hierarchy))) {
      const pid = name.startsWith(cgroupPrefix) ? name.slice(cgroupPrefix.length) : '';
      if (/^\d+$/.test(pid) && !foldersIn('/proc').includes(pid)) removeCgroup(`/${name}`);
    }
  }
}

function foldersIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // a file, or gone
  }
}
