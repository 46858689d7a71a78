import * as v from 'valibot';
import type { NodeGroup } from '../nodes/node-group';
import { nodesFor } from '../nodes/node-group';
import { nodeShare } from '../nodes/node-share';
import { optionalCount, shape } from '../fault/shape';

/** Upper bounds of a project besides its GPUs. */
export interface QuotaProps {
  /** Pods, finished ones not included. @default - twenty, and four for each node */
  readonly pods?: number;
  /** Jobs, finished ones included. @default 50 */
  readonly jobs?: number;
  /** vCPUs. @default - what the nodes of its GPUs hold, and 16 for what runs beside them */
  readonly cpus?: number;
  /** Memory, in GiB. @default - what the nodes of its GPUs hold, and 64 for what runs beside them */
  readonly memoryGiB?: number;
  /** ConfigMaps. @default - fifty, and one for each job: its configuration */
  readonly configMaps?: number;
  /** Secrets. @default 50 */
  readonly secrets?: number;
  /** Services. @default - twenty, and one for each job: the names of its ranks */
  readonly services?: number;
  /** Deployments. @default 20 */
  readonly deployments?: number;
  /** PersistentVolumeClaims. @default 10 */
  readonly claims?: number;
}

export const quotaShape = v.optional(
  shape<QuotaProps>({
    pods: optionalCount,
    jobs: optionalCount,
    cpus: optionalCount,
    memoryGiB: optionalCount,
    configMaps: optionalCount,
    secrets: optionalCount,
    services: optionalCount,
    deployments: optionalCount,
    claims: optionalCount,
  }),
);

/** Upper bounds of a project, with every default filled in. */
export interface Quota extends Required<QuotaProps> {
  /** GPUs, whole ones. */
  readonly gpus: number;
  /** EFA devices (`vpc.amazonaws.com/efa`); 0 where no pool of the project has any. */
  readonly efaDevices: number;
  /** RDMA devices other than EFA, one a rank. */
  readonly rdmaDevices: number;
}

/**
 * Room beside the ranks: side containers, containers that a webhook adds, the pod that is starting while another ends.
 * GPUs are the real bound; a quota with no slack holds back pods that their nodes have space for.
 */
const BESIDE = { cpus: 16, memoryGiB: 64 };

/** The quota of a project: as much as its GPUs' nodes hold, whichever of its pools they come from. */
export function resolveQuota(gpus: number, groups: readonly NodeGroup[], props: QuotaProps = {}): Quota {
  const most = (of: (group: NodeGroup, nodes: number) => number): number =>
    Math.max(...groups.map((group) => of(group, nodesFor(group.pool, gpus))));
  const nodes = most((_, count) => count);
  const jobs = props.jobs ?? 50;
  return {
    gpus,
    rdmaDevices: nodes,
    efaDevices: most(({ pool }, count) => nodeShare(pool).efaDevices * count),
    cpus: props.cpus ?? BESIDE.cpus + most(({ pool }, count) => (nodeShare(pool).cpus + pool.reserved.cpus) * count),
    memoryGiB:
      props.memoryGiB ??
      BESIDE.memoryGiB + most(({ pool }, count) => (nodeShare(pool).memoryGiB + pool.reserved.memoryGiB) * count),
    pods: props.pods ?? 20 + 4 * nodes,
    jobs,
    configMaps: props.configMaps ?? 50 + jobs,
    secrets: props.secrets ?? 50,
    services: props.services ?? 20 + jobs,
    deployments: props.deployments ?? 20,
    claims: props.claims ?? 10,
  };
}
