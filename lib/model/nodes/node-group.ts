import type { LabelKeys } from '../kubernetes/label-keys';
import { SEPARATOR } from '../names';
import type { Pool } from './pool';
import { projectTaint, tolerationOf, type ExactToleration, type Taint } from './training-taint';

/**
 * The nodes of a pool that one project may use. By default a project has nodes of its own: whole-node pods isolate in
 * space, but a container escape outlives the pod, and the next job of another project would land beside it.
 */
export interface NodeGroup {
  /** `p4d--alpha`, or `p4d` where the pool is shared. */
  readonly name: string;
  /** The pool that the nodes are of. */
  readonly pool: Pool;
  /** The project that the nodes serve; undefined where the pool is shared. */
  readonly project?: string;
  /** Labels of the nodes, beside those that Kubernetes and the cloud set. Training pods select all of them. */
  readonly labels: Readonly<Record<string, string>>;
  /** Taints of the nodes. Training pods tolerate exactly these. */
  readonly taints: readonly Taint[];
  /** What training pods carry to land here: one toleration for each of `taints`, equal in key, value and effect. */
  readonly tolerations: readonly ExactToleration[];
  /** Most nodes; the least is 0, so that idle capacity costs nothing. */
  readonly maxNodes: number;
}

export function nodeGroup(pool: Pool, project: string, gpus: number, taint: Taint, keys: LabelKeys): NodeGroup {
  const common = {
    [taint.key]: taint.value,
    [keys.pool]: pool.name,
    ...(pool.protectedLabel ? { [protectedKey(taint)]: taint.value } : {}),
  };
  if (pool.shared !== undefined) {
    return {
      name: pool.name,
      pool,
      labels: common,
      taints: [taint],
      tolerations: [tolerationOf(taint)],
      maxNodes: pool.maxNodes,
    };
  }
  const own = projectTaint(keys, project);
  return {
    name: `${pool.name}${SEPARATOR}${project}`,
    pool,
    project,
    labels: { ...common, [own.key]: own.value },
    taints: [taint, own],
    tolerations: [tolerationOf(taint), tolerationOf(own)],
    maxNodes: Math.min(pool.maxNodes, nodesFor(pool, gpus)),
  };
}

/**
 * Label that tells the autoscaler to wait until a new node shows its GPUs, instead of starting another
 * (https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md).
 */
const ACCELERATOR_LABEL = 'k8s.amazonaws.com/accelerator';

/** All labels that the nodes are made with on AWS: those that training selects, and one for the autoscaler. */
export function awsNodeLabels({ labels, pool }: NodeGroup): Readonly<Record<string, string>> {
  return { ...labels, [ACCELERATOR_LABEL]: pool.instanceType };
}

/**
 * The training label under a prefix that the NodeRestriction admission keeps from kubelets: a taken node cannot call
 * itself a training node (https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#noderestriction).
 */
export function protectedKey(taint: Taint): string {
  return `node-restriction.kubernetes.io/${taint.key.slice(taint.key.lastIndexOf('/') + 1)}`;
}

/** Nodes that hold this many GPUs. */
export function nodesFor(pool: Pool, gpus: number): number {
  return Math.ceil(gpus / pool.node.gpus);
}
