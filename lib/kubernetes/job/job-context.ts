import { ephemeralStorageGiB, nodeShare } from '../../model';
import type { NodeGroup, NodeShare, Platform, Pool, Project } from '../../model';
import type { Draft } from '../../model/fault/shape';
import type { TrainingJobProps } from './training-job-props';

/** Everything that the parts of a job read: the props with their defaults, and what the description says. */
export interface JobContext {
  readonly platform: Platform;
  readonly project: Project;
  readonly props: TrainingJobProps;
  readonly name: string;
  readonly nodes: number;
  readonly nodeGroup: NodeGroup;
  /** What each rank asks for. */
  readonly share: NodeShare;
  readonly scratchGiB: number;
  readonly sharedMemoryGiB: number;
  /** Whether the guard starts the ranks. */
  readonly guarded: boolean;
  /** Name of rank 0 that every rank resolves; `localhost` for a job of one node. */
  readonly master: string;
}

/** Space for `/tmp`, in GiB. */
export const TMP_GIB = 10;
/** Space for logs and whatever the runtime writes beside the volumes, in GiB. */
export const SYSTEM_GIB = 10;

export function jobContext(
  platform: Platform,
  project: Project,
  nodeGroup: NodeGroup,
  name: string,
  props: TrainingJobProps,
): JobContext {
  const nodes = props.nodes ?? 1;
  return {
    platform,
    project,
    props,
    name,
    nodes,
    nodeGroup,
    ...jobSpace(nodeGroup.pool, props),
    guarded: isGuarded(props),
    master: nodes > 1 ? rankHost(platform, name, project.namespace, 0) : 'localhost',
  };
}

/** Whether ranks end when a peer is gone; one rank alone has none. */
export function isGuarded({ nodes = 1, rankGuard }: Pick<Draft<TrainingJobProps>, 'nodes' | 'rankGuard'>): boolean {
  return nodes > 1 && rankGuard !== false;
}

/** What a rank takes of its node, with the defaults. */
export function jobSpace(
  pool: Pool,
  {
    gpusPerNode,
    scratchGiB,
    sharedMemoryGiB,
  }: Pick<Draft<TrainingJobProps>, 'gpusPerNode' | 'scratchGiB' | 'sharedMemoryGiB'>,
): Pick<JobContext, 'share' | 'scratchGiB' | 'sharedMemoryGiB'> {
  const share = nodeShare(pool, gpusPerNode);
  return {
    share,
    scratchGiB: scratchGiB ?? Math.min(80, Math.max(1, Math.floor(ephemeralStorageGiB(pool) / 2))),
    sharedMemoryGiB: sharedMemoryGiB ?? Math.max(1, Math.floor(share.memoryGiB / 15)),
  };
}

/**
 * Host name of a rank: the Job controller names the pod `<job>-<index>`, the headless Service gives it a domain
 * (https://kubernetes.io/docs/tasks/job/job-with-pod-to-pod-communication/).
 */
export function rankHost({ network }: Platform, job: string, namespace: string, rank: number): string {
  return `${job}-${rank}.${job}.${namespace}.svc.${network.clusterDomain}`;
}
