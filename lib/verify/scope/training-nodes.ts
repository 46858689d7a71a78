import type { Evidence } from '../evidence';
import { supposedPool, type NodePool } from '../placement/node-pool';
import type { Demands, Placed } from '../placement/placement';
import { workloadName, type Workload } from '../workload/workload';
import { isTrainingPool } from './training-pools';

/** Which pods land on which nodes, as projects see it. */
export class TrainingNodes {
  /** Pools for training, by what they say of themselves; of a description also those that no file shows. */
  readonly training: readonly NodePool[];
  readonly others: readonly NodePool[];
  /** A node without any label or taint of ours: what production runs on as long as nobody says otherwise. */
  readonly ordinary: NodePool;
  /** A training node of nobody in particular, for files without nodes. */
  readonly supposed: NodePool;
  private readonly isTraining: ReadonlySet<NodePool>;
  private readonly placed: ReadonlyMap<Workload, Demands>;

  constructor(private readonly evidence: Evidence) {
    const { placement, scope } = evidence;
    const isForTraining = (pool: NodePool): boolean => isTrainingPool(pool, scope);
    this.training = placement.pools.filter(isForTraining);
    this.isTraining = new Set(this.training);
    this.others = placement.pools.filter((pool) => !isForTraining(pool));
    this.ordinary = supposedPool('a node without labels and taints of training', new Map());
    this.supposed = supposedPool('a training node', new Map([[scope.taint.key, scope.taint.value]]), [scope.taint]);
    this.placed = new Map(placement.demands.map((demands) => [demands.workload, demands]));
  }

  demandsOf(workload: Workload): Demands {
    return this.placed.get(workload) as Demands;
  }

  /** Where pods of a workload land, or may, the ordinary node included. */
  landing(workload: Workload): readonly Placed[] {
    return this.evidence.placement.landing(this.demandsOf(workload), [this.ordinary]);
  }

  /** Training nodes that a workload lands on, or may; of files without any, the supposed one. */
  trainingNodesOf(workload: Workload): readonly Placed[] {
    const supposed = this.training.length === 0 ? [this.supposed] : [];
    return this.evidence.placement
      .landing(this.demandsOf(workload), supposed)
      .filter(({ pool }) => pool === this.supposed || this.isTraining.has(pool));
  }

  /** Workloads outside the projects. */
  get strangers(): readonly Workload[] {
    return this.evidence.workloads.filter(({ namespace }) => !this.evidence.scope.contains(namespace));
  }
}

/** Why it is not sure that pods land somewhere. */
export function uncertainty({ missing, pool, demands }: Placed): string {
  if (missing.length > 0) return missing.join('; ');
  return `labels of ${pool.name} that ${workloadName(demands.workload)} selects by`;
}
