import { existsSync } from 'node:fs';
import { MachineCannot } from '../machine-cannot';
import { run } from '../processes/run';
import { apt } from './images/debian-root';

/** Debian packages of the programs that real nodes consist of beside the engines, and a file of each. */
const packages = {
  runc: '/usr/sbin/runc',
  'containernetworking-plugins': '/usr/lib/cni/ptp',
  'busybox-static': '/bin/busybox',
  iptables: '/usr/sbin/iptables-legacy',
} as const;

export const runc = packages.runc;
export const cniFolder = '/usr/lib/cni';
export const iptables = packages.iptables;

/** Throws unless real nodes can run here: Linux, root, namespaces, a packet queue; missing packages are installed. */
export async function assertMachine(): Promise<void> {
  if (process.getuid?.() !== 0) {
    throw new MachineCannot('real nodes need root: containers, network namespaces, packet filters', 'run this as root');
  }
  const missing = Object.entries(packages).flatMap(([name, file]) => (existsSync(file) ? [] : [name]));
  if (missing.length > 0) {
    await apt('update', '--quiet');
    await apt('install', '--yes', '--quiet', '--no-install-recommends', ...missing);
  }
  const queue = [iptables, '-t', 'mangle', '-A', 'POSTROUTING', '-j', 'NFQUEUE', '--queue-num', '100'];
  const { code, stderr } = await run('unshare', ['--net', '--mount', ...queue]);
  if (code === 0) return;
  throw new MachineCannot(
    `no network namespace with a packet queue: ${stderr.trim()}`,
    'a kernel with namespaces, iptables and NFQUEUE is needed (and a container runtime that lets root use them)',
  );
}
