import { groupedByEach } from '../../model/grouped';
import type { Field } from '../input/field';
import type { Platform } from '../../model';
import type { Inputs } from '../input/inputs';
import { isKind, textEntries, type KubernetesObject } from '../input/kubernetes-object';
import { and, type Match } from '../match';
import { workloadsOf, type Workload } from '../workload/workload';
import { describedPools } from './described-pools';
import { heedingSchedulers } from './heeding-schedulers';
import { inTheLongRun, nodePools, type NodePool } from './node-pool';
import { readNodeSelection, selectsNode, type NodeSelection } from './node-selection';
import { readTolerations, untolerated, type NodeTaint, type Toleration } from './taint';

/** What a workload says about where it runs. */
export interface Demands {
  /** What makes the pods. */
  readonly workload: Workload;
  /** Selectors and required affinity. */
  readonly selection: NodeSelection;
  /** Taints that it tolerates, those of its RuntimeClass among them. */
  readonly tolerations: readonly Toleration[];
  /** A node that it names itself, past the scheduler. */
  readonly nodeName: string | undefined;
  /** The node on which a dump shows it, however it got there. */
  readonly seat: string | undefined;
  /** A scheduler that may heed no taint; undefined for one that does. Selectors the kubelet asks once more, whoever placed the pod. */
  readonly scheduler: string | undefined;
  /** What is not known and could change an answer: a template or a runtime class that is not in the input. */
  readonly missing: readonly string[];
}

/** Whether pods of a workload can run on nodes of a pool, and what decides. */
export interface Placed {
  /** What the pods ask of nodes. */
  readonly demands: Demands;
  /** The nodes. */
  readonly pool: NodePool;
  /** Whether its pods run there. */
  readonly lands: Match;
  /** Whether it asks for such nodes. */
  readonly selected: Match;
  /** Taints that keep it out. */
  readonly keptOutBy: readonly NodeTaint[];
  /** True if it names the node itself, so that neither scheduler nor `NoSchedule` is asked. */
  readonly byName: boolean;
  /** What is not known and decides. */
  readonly missing: readonly string[];
}

/** Where pods would land. */
export interface Fitting {
  readonly pool: NodePool;
  readonly lands: Exclude<Match, 'no'>;
}

/**
 * Which pod can land on which node, by selectors, required affinity, taints and tolerations, as the scheduler decides it
 * (https://github.com/kubernetes/component-helpers/tree/master/scheduling/corev1). Whether there is room is not asked:
 * room comes and goes, and an isolation that rests on it is none.
 */
export class Placement {
  /** Nodes of the input, and those that only the description has. */
  readonly pools: readonly NodePool[];
  private readonly bySource: ReadonlyMap<NodePool['source'], NodePool>;
  /** What each workload asks of nodes. */
  readonly demands: readonly Demands[];
  private readonly agents: readonly Demands[];
  private readonly byLabel: ReadonlyMap<string, readonly NodePool[]>;
  private readonly byNode: ReadonlyMap<string, NodePool>;
  private readonly byUncertainKey = new Map<string, readonly NodePool[]>();

  /** @param judging whether it is asked who may ever land where, and not who would land now. @default - now */
  constructor(
    inputs: Inputs,
    workloads: readonly Workload[] = workloadsOf(inputs),
    judging?: { readonly platform: Platform | undefined },
  ) {
    const shown = judging === undefined ? nodePools(inputs) : nodePools(inputs).map(inTheLongRun);
    const platform = judging?.platform;
    this.pools = [...shown, ...describedPools(platform, shown)];
    this.bySource = new Map(this.pools.map((pool) => [pool.source, pool]));
    this.byLabel = groupedByEach(this.pools, ({ labels }) =>
      [...labels.known].map(([key, value]) => `${key}\n${value}`),
    );
    this.byNode = new Map(this.pools.flatMap((pool) => (pool.node === undefined ? [] : [[pool.node, pool] as const])));
    const classes = runtimeClasses(inputs.objects);
    const heeding = heedingSchedulers(inputs.objects);
    this.demands = workloads.map((workload) => demandsOf(workload, classes, heeding));
    this.agents = this.demands.filter(({ workload }) => workload.kind === 'DaemonSet');
    inputs.faults.refuse();
  }

  /** The nodes that an object makes, such as a NodePool of Karpenter. */
  poolOf(source: KubernetesObject): NodePool | undefined {
    return this.bySource.get(source);
  }

  /** Every workload on every pool. */
  get all(): readonly Placed[] {
    return this.demands.flatMap((demands) => this.pools.map((pool) => place(demands, pool)));
  }

  /** Pools on which pods of a workload land, or may, the supposed ones of the caller included. */
  landing(demands: Demands, supposed: readonly NodePool[] = []): readonly Placed[] {
    const seat = demands.seat === undefined ? undefined : this.byNode.get(demands.seat);
    return [...new Set([...this.candidates(demands), ...(seat === undefined ? [] : [seat])]), ...supposed]
      .map((pool) => place(demands, pool))
      .filter(({ lands }) => lands !== 'no');
  }

  /** Pools on which pods that are not in the input would land, or might, by what they select and tolerate. */
  fitting({ selection, tolerations }: Pick<Demands, 'selection' | 'tolerations'>): readonly Fitting[] {
    return this.candidates({ selection, nodeName: undefined }).flatMap((pool) => {
      const selected = selectsNode(selection, pool.node, pool.labels);
      if (selected === 'no' || untolerated(pool.taints, tolerations).length > 0) return [];
      return [{ pool, lands: pool.missing.length > 0 ? 'maybe' : selected }];
    });
  }

  /** The pools that have, or may have, a label that the workload selects by; all where it selects by none. */
  private candidates({ selection, nodeName }: Pick<Demands, 'selection' | 'nodeName'>): readonly NodePool[] {
    if (nodeName !== undefined) return this.pools;
    let [fewest, uncertain]: (readonly NodePool[])[] = [this.pools, []];
    for (const [key, value] of selection.labels) {
      const [sure, perhaps] = [this.byLabel.get(`${key}\n${value}`) ?? [], this.uncertain(key)];
      if (sure.length + perhaps.length < (fewest?.length ?? 0) + (uncertain?.length ?? 0))
        [fewest, uncertain] = [sure, perhaps];
    }
    return [...(fewest ?? []), ...(uncertain ?? [])];
  }

  /** Pools of which it is not known which value a label has, or whether it is there. */
  private uncertain(key: string): readonly NodePool[] {
    let list = this.byUncertainKey.get(key);
    if (list === undefined) {
      list = this.pools.filter(({ labels: { known, valueUnknown, perhaps, complete } }) => {
        return !known.has(key) && (valueUnknown.has(key) || perhaps?.has(key) === true || !complete);
      });
      this.byUncertainKey.set(key, list);
    }
    return list;
  }

  /**
   * Agents of a pool that will not start there: daemon sets that ask for its nodes, or for no nodes in particular, and do
   * not tolerate its taints.
   */
  starving(pool: NodePool): readonly Placed[] {
    return this.agents
      .map((demands) => place(demands, pool))
      .filter(({ selected, keptOutBy, byName }) => selected !== 'no' && keptOutBy.length > 0 && !byName);
  }
}

export function place(demands: Demands, pool: NodePool): Placed {
  const { selection, tolerations, nodeName } = demands;
  const missing = [...demands.missing, ...pool.missing];
  // It is there, whatever keeps others out today: a taint ends nothing that runs.
  if (isSeatedOn(demands, pool))
    return { demands, pool, selected: 'yes', keptOutBy: [], byName: false, missing, lands: 'yes' };
  const keptOutBy = untolerated(pool.taints, tolerations);
  if (nodeName !== undefined) {
    const selected: Match = pool.node === undefined ? 'maybe' : pool.node === nodeName ? 'yes' : 'no';
    // A pod that names its node is there before anybody looks at taints; only NoExecute throws it out again.
    const evictedBy = keptOutBy.filter(({ effect }) => effect === 'NoExecute');
    return {
      demands,
      pool,
      selected,
      keptOutBy: evictedBy,
      byName: true,
      missing,
      lands: evictedBy.length > 0 ? 'no' : selected,
    };
  }
  const selected = selectsNode(selection, pool.node, pool.labels);
  const isLeft = demands.scheduler !== undefined && keptOutBy.every(({ effect }) => effect !== 'NoExecute');
  if (keptOutBy.length > 0 && isLeft && selected !== 'no' && missing.length === 0) {
    const unknown = [`whether scheduler ${demands.scheduler} heeds taints`];
    return { demands, pool, selected, keptOutBy, byName: false, missing: unknown, lands: 'maybe' };
  }
  // A runtime class that is not there tolerates more, and selects less.
  const lands = and(selected, missing.length > 0 ? 'maybe' : keptOutBy.length > 0 ? 'no' : 'yes');
  return { demands, pool, selected, keptOutBy, byName: false, missing, lands };
}

/** Whether a dump shows a pod on a node. */
export function isSeatedOn({ seat }: Demands, { node }: NodePool): boolean {
  return seat !== undefined && node === seat;
}

/** Tolerations that the controller adds to the pods of every daemon set (https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/#taints-and-tolerations). */
const DAEMON_SET: readonly Toleration[] = [
  ...['not-ready', 'unreachable'].map((key) => ofNode(key, 'NoExecute')),
  ...['disk-pressure', 'memory-pressure', 'pid-pressure', 'unschedulable'].map((key) => ofNode(key, 'NoSchedule')),
];
/** Those of one on the network of its node, beside them. */
const ON_HOST_NETWORK: readonly Toleration[] = [...DAEMON_SET, ofNode('network-unavailable', 'NoSchedule')];

function ofNode(key: string, effect: string): Toleration {
  return { key: `node.kubernetes.io/${key}`, operator: 'Exists', value: '', effect };
}

interface RuntimeClass {
  readonly labels: ReadonlyMap<string, string>;
  readonly tolerations: readonly Toleration[];
}

function runtimeClasses(objects: readonly KubernetesObject[]): ReadonlyMap<string, RuntimeClass> {
  return new Map(
    objects
      .filter((object) => isKind(object, 'node.k8s.io', 'RuntimeClass'))
      .map(({ name, field }) => [
        name,
        {
          labels: textEntries(field.at('scheduling', 'nodeSelector')),
          tolerations: readTolerations(field.at('scheduling', 'tolerations')),
        },
      ]),
  );
}

function demandsOf(
  workload: Workload,
  classes: ReadonlyMap<string, RuntimeClass>,
  heeding: ReadonlySet<string>,
): Demands {
  const { spec, kind } = workload;
  if (spec === undefined) {
    const missing = [`the pod template of ${workload.namespace}/${workload.name}[${kind}]`];
    return {
      workload,
      selection: { labels: new Map(), terms: undefined },
      tolerations: [],
      nodeName: undefined,
      seat: undefined,
      scheduler: undefined,
      missing,
    };
  }
  const selection = readNodeSelection(spec);
  const className = spec.get('runtimeClassName')?.text();
  const runtimeClass = className === undefined ? undefined : classes.get(className);
  const scheduler = otherScheduler(spec);
  return {
    workload,
    selection: withClass(selection, runtimeClass),
    tolerations: [
      ...readTolerations(spec.get('tolerations')),
      ...(runtimeClass?.tolerations ?? []),
      ...(kind === 'DaemonSet' ? ofDaemonSet(spec) : []),
    ],
    // Pods of a dump have got their node from the scheduler; it is a demand only in templates and bare pods.
    ...(workload.object.kind === 'Pod' && workload.owned
      ? { nodeName: undefined, seat: seatOf(workload, spec) }
      : { nodeName: spec.get('nodeName')?.text(), seat: undefined }),
    scheduler: scheduler === undefined || heeding.has(scheduler) ? undefined : scheduler,
    missing:
      className !== undefined && runtimeClass === undefined
        ? [`RuntimeClass ${className}, which may add tolerations`]
        : [],
  };
}

/** Pods that have ended keep the name of their node. */
function seatOf({ object }: Workload, spec: Field): string | undefined {
  const phase = object.field.at('status', 'phase')?.value;
  return phase === 'Succeeded' || phase === 'Failed' ? undefined : spec.get('nodeName')?.text();
}

const ofDaemonSet = (spec: Field): readonly Toleration[] =>
  spec.get('hostNetwork')?.value === true ? ON_HOST_NETWORK : DAEMON_SET;

/** A pod that selects a label otherwise than its class is refused, and lands nowhere (https://kubernetes.io/docs/concepts/containers/runtime-class/#scheduling). */
function withClass(selection: NodeSelection, runtimeClass: RuntimeClass | undefined): NodeSelection {
  if (runtimeClass === undefined) return selection;
  const { labels, terms } = selection;
  const isRefused = [...runtimeClass.labels].some(([key, value]) => (labels.get(key) ?? value) !== value);
  return { labels: new Map([...labels, ...runtimeClass.labels]), terms: isRefused ? [] : terms };
}

/** A scheduler other than that of Kubernetes. */
export function otherScheduler(spec: Field): string | undefined {
  const name = spec.get('schedulerName')?.text();
  return name === '' || name === 'default-scheduler' ? undefined : name;
}
