import { EngineFault } from '../../engine-fault';
import { dnsAddress, endpointAddress, fabricAddress, outside } from '../../node/fabric';
import type { KubeObject } from '../../rig/kubectl';
import { neighbours, type NeighbourName } from './neighbours';
import { podIdentityAgent, type Setting } from './setting';

/** Who tries, and who is tried: pods of training and everybody else. */
export type PodPlace = 'rank' | 'peer' | 'otherJob' | 'beta' | NeighbourName;

interface RunningPod extends KubeObject {
  readonly status: { readonly podIP: string; readonly hostIP: string };
}

/** Addresses of pods and of everything that they might try. */
export interface Places {
  readonly pods: Readonly<Record<PodPlace, string>>;
  /** Everything that is tried from every pod: what it is called, and `address:port`. */
  readonly targets: Readonly<Record<string, string>>;
}

/** Finds out where everybody is. */
export async function findPlaces({ cluster, platform }: Setting): Promise<Places> {
  const { kubectl, port } = cluster;
  const all = (await kubectl.list('pods')) as readonly RunningPod[];
  const [alpha, beta] = platform.projects;
  const jobPod = (namespace: string | undefined, job: string, rank: number): RunningPod => {
    const label = 'batch.kubernetes.io/job-completion-index';
    const pod = all.find(
      ({ metadata: { namespace: where, labels } }) =>
        where === namespace && labels?.['batch.kubernetes.io/job-name'] === job && labels[label] === String(rank),
    );
    if (pod) return pod;
    throw new EngineFault(`no pod of ${job} in ${namespace}`);
  };
  const neighbour = (name: NeighbourName): string =>
    all.find(
      ({ metadata }) => metadata.name === neighbours[name].name && metadata.namespace === neighbours[name].namespace,
    )?.status.podIP ?? '';
  const rank = jobPod(alpha?.namespace, 'reach', 0);
  const pods = {
    rank: rank.status.podIP,
    peer: jobPod(alpha?.namespace, 'reach', 1).status.podIP,
    otherJob: jobPod(alpha?.namespace, 'other', 0).status.podIP,
    beta: jobPod(beta?.namespace, 'reach', 0).status.podIP,
    ...(Object.fromEntries(
      (Object.keys(neighbours) as NeighbourName[]).map((name) => [name, neighbour(name)]),
    ) as Record<NeighbourName, string>),
  };
  return {
    pods,
    targets: {
      'rank 0, rendezvous': `${pods.rank}:29500`,
      'rank 0, a port that the kernel picked': `${pods.rank}:8080`,
      'rank 1': `${pods.peer}:8080`,
      "another job's rank": `${pods.otherJob}:8080`,
      "beta's rank": `${pods.beta}:8080`,
      'tracking, by pod': `${pods.tracking}:5000`,
      'tracking, by name': 'tracking.ml-platform.svc.cluster.local:80',
      'tracking, another port': `${pods.tracking}:8080`,
      'a pod beside tracking': `${pods.besideTracking}:5000`,
      'data lake': `${pods.dataLake}:443`,
      'production vault, by pod': `${pods.vault}:80`,
      'production vault, by name': 'vault.production.svc.cluster.local:80',
      'a pod without any policy': `${pods.unguarded}:80`,
      'a DNS server of a stranger': `${pods.rogueDns}:53`,
      'cluster DNS': `${dnsAddress}:53`,
      'API server': `${fabricAddress}:${port}`,
      'API server, by Service': '10.96.0.1:443',
      "rank 0's kubelet": `${rank.status.hostIP}:10250`,
      'instance metadata': `${outside.metadata}:80`,
      'Pod Identity agent': `${podIdentityAgent}:80`,
      'Pod Identity agent, another port': `${podIdentityAgent}:2703`,
      'cloud endpoint': `${endpointAddress}:443`,
      'cloud endpoint, another port': `${endpointAddress}:80`,
      'a host of the internet': `${outside.internet}:443`,
    },
  };
}
