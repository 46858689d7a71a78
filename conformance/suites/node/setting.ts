import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Platform, Project } from '../../../lib/model';
import { engineFile } from '../../engines/cache';
import { engineNamed } from '../../engines/catalogue';
import { createCgroup } from '../../node/cgroups';
import { endpointAddress, outside, startFabric } from '../../node/fabric';
import { policyEngineRights } from '../../node/identity';
import type { ImageStore } from '../../node/images/store';
import { startNode, type RealNode, type RealNodeProps } from '../../node/real-node';
import type { Progress } from '../../progress';
import type { Cluster } from '../../rig/cluster';
import type { KubeObject } from '../../rig/kubectl';
import { until } from '../../rig/until';
import { dnsObjects, namespaces, neighbourObjects, services, volumeObjects, type Volume } from './neighbours';
import { describePlatform, platformObjects, type ListeningJob } from './platform';

/** Jobs whose ranks listen: two ranks, another job of the same project, and another project. */
export const listeningJobs: readonly ListeningJob[] = [
  { project: 'alpha', name: 'reach', nodes: 2 },
  { project: 'alpha', name: 'other', nodes: 1 },
  { project: 'beta', name: 'reach', nodes: 1 },
];

/** A cluster of real nodes with the platform applied, and everything that the questions are about. */
export interface Setting {
  readonly cluster: Cluster;
  readonly platform: Platform;
  readonly nodes: readonly RealNode[];
  readonly images: ImageStore;
  /** Folder that stands for the volume of a claim. */
  readonly volume: (namespace: string, claim: string) => string;
  /** What the library wrote, Jobs included; the Jobs are not applied yet. */
  readonly objects: readonly KubeObject[];
  /** Adds a node to the cluster. */
  readonly addNode: (props: RealNodeProps) => Promise<RealNode>;
}

/** The node of everything that is not training. */
export const general = 'general';

/** Where the agent of EKS Pod Identity answers, on the host's network of every node. */
export const podIdentityAgent = '169.254.170.23';

/** The network between the nodes, before the control plane that listens in it. */
export function startNetwork(): Promise<void> {
  return startFabric([outside.metadata, outside.internet, endpointAddress]);
}

export async function startSetting(
  cluster: Cluster,
  images: ImageStore,
  cgroup: string,
  progress: Progress,
): Promise<Setting> {
  const platform = describePlatform(cluster.port);
  const objects = platformObjects(platform, images.references, listeningJobs);
  const { kubectl, rig } = cluster;
  const volumes = join(rig.folder.path, 'volumes');
  await kubectl.mustApply([...policyEngineRights, ...namespaces]);
  let count = 0;
  const addNode: Setting['addNode'] = (props) => {
    createCgroup(join(cgroup, props.name));
    const index = count++;
    return progress.step(`node ${props.name}`, () => startNode(cluster, images, cgroup, index, props));
  };
  const nodes = await progress.step('nodes', () => Promise.all(nodesOf(platform).map(addNode)));
  await startHosts(cluster, nodes);
  const volume = (namespace: string, claim: string): string => join(volumes, `${namespace}-${claim}`);
  await progress.step('platform and neighbours', async () => {
    const claimed = platform.projects.flatMap(volumesOf);
    for (const { namespace, claim } of claimed) mkdirSync(volume(namespace, claim), { recursive: true });
    const [alpha] = platform.projects;
    writeFileSync(join(volume(alpha?.namespace ?? '', alpha?.data?.name ?? ''), 'scale.txt'), '2.5\n');
    await kubectl.mustApply(objects.filter(({ kind }) => kind === 'Namespace'));
    await kubectl.mustApply([
      ...volumeObjects(volumes, claimed),
      ...objects.filter(({ kind }) => kind !== 'Job'),
      ...dnsObjects(images.references),
      ...neighbourObjects(images.references),
      ...services,
    ]);
    await applyJobs(kubectl, objects, ({ metadata }) => listeningJobs.some(({ name }) => name === metadata.name));
    await untilReady(cluster);
  });
  return { cluster, platform, nodes, images, volume, objects, addNode };
}

/** What answers outside the cluster's pods: the metadata service, an endpoint, the internet, and an agent on every node. */
async function startHosts({ rig }: Cluster, nodes: readonly RealNode[]): Promise<void> {
  const packets = engineFile(engineNamed('node-tools'), 'packets');
  const serve = (name: string, program: string, args: readonly string[]): Promise<unknown> =>
    rig.start({
      name,
      program,
      ports: 0,
      args: () => args,
      missing: async () =>
        readFileSync(rig.folder.file(`${name}.log`), 'utf8').includes('ready') ? undefined : 'starting',
      deadlineSeconds: 10,
    });
  const beyond = [
    `${outside.metadata}:80`,
    `${outside.internet}:443`,
    `${endpointAddress}:443`,
    `${endpointAddress}:80`,
  ];
  await serve('outside', packets, ['serve', ...beyond]);
  for (const { name, space } of nodes) {
    await space.must('ip', 'address', 'add', `${podIdentityAgent}/32`, 'dev', 'lo');
    const agent = [`${podIdentityAgent}:80`, `${podIdentityAgent}:2703`];
    await serve(`pod-identity-${name}`, ...space.command(packets, 'serve', ...agent));
  }
}

/** Applies some of the Jobs that the library wrote. */
export async function applyJobs(
  kubectl: Cluster['kubectl'],
  objects: readonly KubeObject[],
  which: (job: KubeObject) => boolean,
): Promise<void> {
  await kubectl.mustApply(objects.filter((object) => object.kind === 'Job' && which(object)));
}

/** A node for each that the description has, and one for everything else. */
function nodesOf({ projects }: Platform): readonly RealNodeProps[] {
  const training = projects.flatMap(trainingNodesOf);
  return [...training, { name: general, labels: { 'workload-type': 'general' }, taints: [], devices: {} }];
}

/** The nodes of a project, as its description has them. */
export function trainingNodesOf({ nodeGroups }: Project): readonly RealNodeProps[] {
  return nodeGroups.flatMap(({ name, maxNodes, labels, taints, pool }) =>
    Array.from({ length: maxNodes }, (_, index) => ({
      name: `${name}-${index}`,
      labels,
      taints,
      devices: { [pool.gpuResource]: pool.node.gpus, 'vpc.amazonaws.com/efa': pool.node.efaCards },
    })),
  );
}

const volumesOf = ({ namespace, data, checkpoints }: Project): readonly Volume[] =>
  [data, checkpoints].flatMap((claim) =>
    claim === undefined ? [] : [{ namespace, claim: claim.name, adopted: claim.source.kind === 'existing' }],
  );

async function untilReady({ kubectl }: Cluster): Promise<void> {
  await until({
    what: 'every pod runs',
    // A kubelet that asked for a claim before the API server let it see that claim tries again after two minutes.
    deadlineSeconds: 180,
    missing: async () => {
      // Pods of a Job come after it: before they do, all that there are may run.
      const short = (await kubectl.list('jobs')).filter((job) => activePods(job) < wantedPods(job));
      const pods = await kubectl.list('pods');
      const waiting = pods.filter((pod) => (pod['status'] as { phase?: string }).phase !== 'Running');
      return short.length + waiting.length === 0
        ? undefined
        : [...short, ...waiting]
            .map(({ metadata, status }) => `${metadata.name}: ${JSON.stringify(status)}`)
            .join('\n');
    },
  });
}

const activePods = (job: KubeObject): number => (job['status'] as { active?: number } | undefined)?.active ?? 0;

const wantedPods = (job: KubeObject): number => (job['spec'] as { parallelism?: number }).parallelism ?? 1;
