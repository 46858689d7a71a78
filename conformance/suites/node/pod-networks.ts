import { readdirSync } from 'node:fs';
import { engineFile } from '../../engines/cache';
import { engineNamed } from '../../engines/catalogue';
import { EngineFault } from '../../engine-fault';
import { dnsAddress, must } from '../../node/fabric';
import type { RealNode } from '../../node/real-node';
import { run } from '../../processes/run';

/** What became of an attempt to connect: `open` when it was answered. */
export type Outcome = 'open' | 'connected, no answer' | 'timeout' | 'refused' | 'unreachable' | 'name not resolved';

/** The network namespaces of pods, by their addresses: connections from inside a pod, without a program in it. */
export class PodNetworks {
  private constructor(private readonly paths: ReadonlyMap<string, string>) {}

  /** Looks at what the runtimes of the nodes hold now. */
  static async find(nodes: readonly RealNode[]): Promise<PodNetworks> {
    const paths = new Map<string, string>();
    for (const { space } of nodes) {
      // A mount of the node's own, seen through the process that holds it.
      const folder = `/proc/${space.pid}/root/run/netns`;
      for (const name of readdirSync(folder)) {
        const path = `${folder}/${name}`;
        const shown = await must('nsenter', `--net=${path}`, 'ip', '-4', '-oneline', 'address', 'show', 'eth0');
        const [, address] = /inet (\S+)\//.exec(shown) ?? [];
        if (address !== undefined) paths.set(address, path);
      }
    }
    return new PodNetworks(paths);
  }

  /** Tries every target from the pod at an address, all at once. Names are asked of the cluster's DNS, as a pod does. */
  async dial(from: string, targets: readonly string[], seconds = 0.8): Promise<Readonly<Record<string, Outcome>>> {
    const args = ['dial', `${seconds * 1000}ms`, ...targets];
    return JSON.parse(await this.inside(from, args)) as Record<string, Outcome>;
  }

  private async inside(address: string, args: readonly string[]): Promise<string> {
    const path = this.paths.get(address);
    if (path === undefined) throw new EngineFault(`no pod has the address ${address}`);
    const packets = engineFile(engineNamed('node-tools'), 'packets');
    const env = { PATH: process.env['PATH'], DNS: `${dnsAddress}:53` };
    const { code, stdout, stderr } = await run('nsenter', [`--net=${path}`, packets, ...args], { env });
    if (code !== 0) throw new EngineFault(`packets ${args.join(' ')}: ${stderr.trim()}`);
    return stdout;
  }
}
