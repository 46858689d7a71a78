import { engineFile } from '../engines/cache';
import { engineNamed } from '../engines/catalogue';
import type { Cluster } from '../rig/cluster';
import type { NodeTaint } from '../rig/simulated-node';
import { containerdSocket, startContainerd } from './containerd';
import { joinFabric, nodeAddress } from './fabric';
import { clientKubeconfig, policyEngineUser } from './identity';
import type { ImageStore } from './images/store';
import { startKubeProxy } from './kube-proxy';
import { startKubelet } from './kubelet';
import { NodeSpace } from './node-space';
import { queuePackets, startPolicyEngine } from './policy-engine';
import { runtimes, type RuntimeName } from './runtimes';

/** A node as the description of the platform has it. */
export interface RealNodeProps {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly NodeTaint[];
  /** Devices that its device plugin advertises. */
  readonly devices: Readonly<Record<string, number>>;
  /** @default "containerd", which tells the NetworkPolicy engine of a pod before it starts it */
  readonly runtime?: RuntimeName;
}

/** A node with real containers and real packets. */
export interface RealNode {
  readonly name: string;
  readonly address: string;
  readonly space: NodeSpace;
}

/** Starts a node in a space of its own and waits until pods can run on it. */
export async function startNode(
  cluster: Cluster,
  images: ImageStore,
  cgroup: string,
  index: number,
  props: RealNodeProps,
): Promise<RealNode> {
  const { rig, kubectl } = cluster;
  const { name, labels, taints, devices, runtime = 'containerd' } = props;
  const space = await NodeSpace.create(rig, name);
  await joinFabric(index, space.pid);
  await queuePackets(space);
  await startContainerd(rig, space, name, index, images, runtime);
  const address = nodeAddress(index);
  await startKubelet(cluster, space, { name, address, taints, containerdSocket, cgroup: `${cgroup}/${name}` });
  await Promise.all([
    startKubeProxy(rig, space, name, await clientKubeconfig(cluster, `kube-proxy-${name}`, '/CN=system:kube-proxy')),
    startPolicyEngine(rig, space, {
      node: name,
      knowsPodsFirst: runtimes[runtime].tellsOfPods,
      kubeconfig: await clientKubeconfig(cluster, `network-policies-${name}`, `/CN=${policyEngineUser}`),
    }),
    startDevicePlugin(cluster, space, name, devices),
  ]);
  await kubectl.must(['label', 'node', name, ...Object.entries(labels).map(([key, value]) => `${key}=${value}`)]);
  return { name, address, space };
}

/** Advertises devices that are not there, and waits until the node offers them. */
async function startDevicePlugin(
  { rig, kubectl }: Cluster,
  space: NodeSpace,
  node: string,
  devices: RealNodeProps['devices'],
): Promise<void> {
  const wanted = Object.entries(devices);
  if (wanted.length === 0) return;
  const [program, args] = space.command(
    engineFile(engineNamed('node-tools'), 'device-plugin'),
    ...wanted.map(([resource, count]) => `${resource}=${count}`),
  );
  await rig.start({
    name: `device-plugin-${node}`,
    program,
    ports: 0,
    args: () => args,
    missing: async () => {
      const { status } = (await kubectl.get('nodes', node)) as { status?: { allocatable?: Record<string, string> } };
      const lacking = wanted.filter(([resource, count]) => status?.allocatable?.[resource] !== String(count));
      return lacking.length === 0 ? undefined : `the node does not offer ${lacking.join(', ')} yet`;
    },
    deadlineSeconds: 60,
  });
}
