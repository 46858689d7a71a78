import * as v from 'valibot';
import type { NodeGroup } from './node-group';
import { nodesFor } from './node-group';
import { nodeShare } from './node-share';
import { optionalCount, shape } from './shape';

/** Upper bounds of a project beside its GPUs. */
export interface QuotaProps {
  /** @default - twenty, and four for each node */
  readonly pods?: number;
  /** Jobs, finished ones included. @default 50 */
  readonly jobs?: number;
  /** @default - what the nodes of its GPUs hold */
  readonly cpus?: number;
  /** @default - what the nodes of its GPUs hold */
  readonly memoryGiB?: number;
  /** @default 50 */
  readonly configMaps?: number;
  /** @default 50 */
  readonly secrets?: number;
  /** @default 20 */
  readonly services?: number;
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
    claims: optionalCount,
  }),
);

export interface Quota extends Required<QuotaProps> {
  readonly gpus: number;
  readonly efaDevices: number;
  /** RDMA devices other than EFA, one a rank. */
  readonly rdmaDevices: number;
}

/** The quota of a project: as much as its GPUs' nodes hold, whichever of its pools they come from. */
export function resolveQuota(gpus: number, groups: readonly NodeGroup[], props: QuotaProps = {}): Quota {
  const most = (of: (group: NodeGroup, nodes: number) => number): number =>
    Math.max(...groups.map((group) => of(group, nodesFor(group.pool, gpus))));
  const nodes = most((_, count) => count);
  return {
    gpus,
    rdmaDevices: nodes,
    efaDevices: most(({ pool }, count) => nodeShare(pool).efaDevices * count),
    cpus: props.cpus ?? most(({ pool }, count) => nodeShare(pool).cpus * count),
    memoryGiB: props.memoryGiB ?? most(({ pool }, count) => nodeShare(pool).memoryGiB * count),
    pods: props.pods ?? 20 + 4 * nodes,
    jobs: props.jobs ?? 50,
    configMaps: props.configMaps ?? 50,
    secrets: props.secrets ?? 50,
    services: props.services ?? 20,
    claims: props.claims ?? 10,
  };
}
