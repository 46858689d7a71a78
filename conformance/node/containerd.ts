import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { engineFile, engineFolder } from '../engines/cache';
import { engineNamed } from '../engines/catalogue';
import type { Rig } from '../rig/rig';
import { nodePodCidr } from './fabric';
import type { ImageStore } from './images/store';
import type { NodeSpace } from './node-space';
import { runtimes, type RuntimeName } from './runtimes';

/** Where a runtime listens, in its own space. */
export const containerdSocket = '/run/containerd/containerd.sock';

/** Starts the container runtime of a node, with every image and a routed network for pods. */
export async function startContainerd(
  rig: Rig,
  space: NodeSpace,
  name: string,
  index: number,
  images: ImageStore,
  runtime: RuntimeName,
): Promise<void> {
  const root = join(space.folder, 'containerd');
  await images.copyTo(root);
  const cni = join(space.folder, 'cni');
  mkdirSync(cni, { recursive: true });
  writeFileSync(join(cni, '10-routed.conflist'), JSON.stringify(routed(index)));
  const config = join(space.folder, 'containerd.toml');
  const places = { root, cni, socket: containerdSocket, pause: images.references.pause };
  writeFileSync(config, runtimes[runtime].configuration(places));
  const containerd = engineNamed(runtime);
  const [program, args] = space.command(engineFile(containerd, 'containerd'), '--config', config);
  const socketSeenFromHere = `/proc/${space.pid}/root${containerdSocket}`;
  await rig.start({
    name: `containerd-${name}`,
    program,
    ports: 0,
    args: () => args,
    // The runtime looks for its shim on the path.
    env: { PATH: `${engineFolder(containerd)}:${process.env['PATH']}` },
    missing: async () => (existsSync(socketSeenFromHere) ? undefined : 'no socket yet'),
    deadlineSeconds: 60,
  });
}

/** Pods are routed, not bridged: every packet passes the node's filters (https://www.cni.dev/plugins/current/main/ptp/). */
function routed(index: number): object {
  return {
    cniVersion: '1.0.0',
    name: 'routed',
    plugins: [
      {
        type: 'ptp',
        ipMasq: false,
        ipam: {
          type: 'host-local',
          dataDir: '/run/cni',
          ranges: [[{ subnet: nodePodCidr(index) }]],
          routes: [{ dst: '0.0.0.0/0' }],
        },
      },
    ],
  };
}
