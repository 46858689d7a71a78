import { existsSync, mkdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rig } from '../rig/rig';
import { must } from './fabric';

/** What the kubelet would set on the machine and all its users; it finds the values set and leaves the machine alone. */
const kernelSettings = {
  'vm/overcommit_memory': '1',
  'vm/panic_on_oom': '0',
  'kernel/panic': '10',
  'kernel/panic_on_oops': '1',
  'kernel/keys/root_maxkeys': '1000000',
  'kernel/keys/root_maxbytes': '25000000',
} as const;

const hugePages = '/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages';

/** The mounts and the network of one node: both are gone when the process that holds them is. */
export class NodeSpace {
  private constructor(
    readonly folder: string,
    readonly pid: number,
  ) {}

  /** Makes the space: its own network, and its own view of the folders that kubelets and runtimes have by fixed names. */
  static async create(rig: Rig, name: string): Promise<NodeSpace> {
    const own = readlinkSync('/proc/self/ns/net');
    await rig.start({
      name: `space-${name}`,
      program: 'unshare',
      ports: 0,
      args: () => ['--net', '--mount', 'sleep', 'infinity'],
      missing: async () =>
        networkOf(rig.pidOf(`space-${name}`)) === own ? 'it has the network of everybody' : undefined,
      deadlineSeconds: 10,
    });
    const space = new NodeSpace(join(rig.folder.path, 'nodes', name), rig.pidOf(`space-${name}`));
    mkdirSync(space.folder, { recursive: true });
    await space.arrange();
    return space;
  }

  /** A command line that runs a program in the space. */
  command(program: string, ...args: string[]): readonly [string, readonly string[]] {
    return ['nsenter', [`--target=${this.pid}`, '--net', '--mount', program, ...args]];
  }

  /** Runs a program in the space and throws its words when it fails. */
  async must(program: string, ...args: string[]): Promise<string> {
    const [nsenter, all] = this.command(program, ...args);
    return must(nsenter, ...all);
  }

  private async arrange(): Promise<void> {
    await this.must('mount', '-t', 'tmpfs', 'run', '/run');
    // Kubelets have /var/lib/kubelet and /var/log/pods by fixed names, and the machine may have one of its own.
    for (const path of ['/var/lib', '/var/log']) {
      const own = join(this.folder, path);
      mkdirSync(own, { recursive: true });
      await this.must('mount', '--bind', own, path);
    }
    for (const [name, value] of Object.entries(kernelSettings)) await this.pretend(`/proc/sys/${name}`, value);
    // As images with EFA have them: 5,128 pages of 2 MiB. Nobody reserves them here, so whoever used one would be refused.
    if (existsSync(hugePages)) await this.pretend(hugePages, '5128');
  }

  /** Shows a value in place of the machine's. */
  private async pretend(path: string, value: string): Promise<void> {
    const file = join(this.folder, path.replaceAll('/', '-').slice(1));
    writeFileSync(file, `${value}\n`);
    await this.must('mount', '--bind', file, path);
  }
}

const networkOf = (pid: number): string => readlinkSync(`/proc/${pid}/ns/net`);
