import { NVIDIA_GPU } from './device-resources';
import * as v from 'valibot';
import { optionalWeakening, type Weakening } from '../risk/accepted-risk';
import { INSTANCE_TYPES, isKnownInstanceType, type InstanceType, type KnownInstanceType } from './instance-types';
import { nodeImageShape, resolveNodeImage, type NodeImage, type NodeImageProps } from './node-image';
import type { KubernetesVersion } from '../kubernetes/kubernetes-version';
import { reservedShape, resolveReserved, type ReservedProps, type ReservedSpace } from './reserved-space';
import { purchaseShape, resolvePurchase, type Purchase, type PurchaseProps } from './purchase';
import { count, countOrNone, flag, optionalCount, optionalText, shape, text, textOr, type Draft } from '../fault/shape';

/** How ranks on different nodes talk. Decides environment and requested devices of a multi-node job. */
export type Fabric = 'efa' | 'infiniband' | 'roce' | 'tcp';

/** What makes and labels the nodes of a pool. */
export type Provisioner = 'managed' | 'karpenter' | 'self-managed';

/** A node type that is not in the table, by its numbers. */
export interface CustomInstanceType extends InstanceType {
  /** Value of the node label `node.kubernetes.io/instance-type`. */
  readonly name: string;
}

/** GPU nodes of one type. Each project gets nodes of its own from the pool, unless it is shared by reason. */
export interface PoolProps {
  /** Short name, part of node-group names and labels. */
  readonly name: string;
  /** A type of {@link INSTANCE_TYPES}, or the numbers of another one. */
  readonly instanceType: KnownInstanceType | CustomInstanceType;
  /**
   * Zone of all nodes: EFA and cluster placement groups do not cross zones. Required for EFA types on AWS.
   * @default - every zone of the platform
   */
  readonly availabilityZone?: string;
  /** Most nodes that the pool may have, over all its projects. */
  readonly maxNodes: number;
  /**
   * Accepts quotas whose sum is more than `maxNodes`: jobs beyond it wait until nodes are free. Each project's own nodes
   * are bounded by `maxNodes`, their sum only by what there is: a reservation, a quota of the account, machines of one's own.
   * @default false, since a job that waits for ever looks like a fault of the cluster
   */
  readonly oversubscribed?: boolean;
  /**
   * Accepts that projects share nodes, role and EFA security group of this pool.
   * @default - none: each project has nodes of its own
   */
  readonly shared?: Weakening;
  /**
   * Whether every pod takes all GPUs of its node.
   * @default - only where projects share the pool, so that no two of them meet on one node at a time
   */
  readonly wholeNodes?: boolean;
  /**
   * What makes the nodes.
   * @default - `managed` on AWS, else `self-managed`
   */
  readonly provisioner?: Provisioner;
  /**
   * Whether nodes carry the training label also under `node-restriction.kubernetes.io/`, where no kubelet can set it, and
   * training selects it: a taken node then cannot call itself a training node. No kubelet gives it to its own node at the
   * start either: who runs `self-managed` nodes has to label each one. EKS managed node groups refuse it
   * (https://github.com/aws/containers-roadmap/issues/1451).
   * @default - true for `karpenter`, which labels its nodes itself, else false
   */
  readonly protectedLabel?: boolean;
  /**
   * Fabric between the nodes.
   * @default - `efa` for types with EFA cards, else `tcp`
   */
  readonly fabric?: Fabric;
  /** Extended resource of an InfiniBand or RoCE device plugin, such as `rdma/hca`. Required for these fabrics. */
  readonly rdmaResource?: string;
  /**
   * Extended resource of the GPUs.
   * @default "nvidia.com/gpu"
   */
  readonly gpuResource?: string;
  /**
   * What other pods take of each node, besides the usual node agents that are allowed for already: agents of your own,
   * side containers of jobs.
   * @default - nothing
   */
  readonly reserved?: ReservedProps;
  /**
   * Root volume of a node, in GiB; bounds the scratch space of jobs on types without local NVMe.
   * @default 200
   */
  readonly rootVolumeGiB?: number;
  /**
   * How the nodes are bought, on AWS.
   * @default "on-demand"
   */
  readonly purchase?: PurchaseProps;
  /** Image of the nodes, on AWS. @default - the newest release of AL2023 that the library knows */
  readonly image?: NodeImageProps;
}

const customInstanceTypeShape = shape<CustomInstanceType>({
  name: text,
  gpus: count,
  gpuMemoryGiB: count,
  efaCards: countOrNone,
  vcpus: count,
  memoryGiB: count,
  localNvmeGB: countOrNone,
});

export const poolShape = shape<PoolProps>({
  name: text,
  instanceType: textOr(text, customInstanceTypeShape),
  availabilityZone: optionalText,
  maxNodes: count,
  oversubscribed: flag,
  shared: optionalWeakening,
  wholeNodes: flag,
  provisioner: v.optional(v.picklist(['managed', 'karpenter', 'self-managed'])),
  protectedLabel: flag,
  fabric: v.optional(v.picklist(['efa', 'infiniband', 'roce', 'tcp'])),
  rdmaResource: optionalText,
  gpuResource: optionalText,
  reserved: reservedShape,
  rootVolumeGiB: optionalCount,
  purchase: purchaseShape,
  image: nodeImageShape,
});

/** A pool with every default filled in. */
export interface Pool {
  /** Short name, part of node-group names and labels: `p4d`. */
  readonly name: string;
  /** Value of the node label `node.kubernetes.io/instance-type`. */
  readonly instanceType: string;
  /** What one node has. */
  readonly node: InstanceType;
  /** Zone of all nodes; undefined where the pool spans zones. */
  readonly availabilityZone?: string;
  /** Most nodes of the pool, over all its projects. */
  readonly maxNodes: number;
  /** What makes and labels the nodes. */
  readonly provisioner: Provisioner;
  /** Whether the nodes carry a label that no kubelet can set. */
  readonly protectedLabel: boolean;
  /** How ranks on different nodes talk. */
  readonly fabric: Fabric;
  /** Extended resource of the InfiniBand or RoCE device plugin; undefined for other fabrics. */
  readonly rdmaResource?: string;
  /** Extended resource of the GPUs, `nvidia.com/gpu`. */
  readonly gpuResource: string;
  /** What other pods take of each node. */
  readonly reserved: ReservedSpace;
  /** Root volume of a node, in GiB. */
  readonly rootVolumeGiB: number;
  /** Undefined outside AWS. */
  readonly purchase?: Purchase;
  /** Undefined outside AWS. */
  readonly image?: NodeImage;
  /** Set where projects share the pool's nodes. */
  readonly shared?: Weakening;
  /** Whether every pod takes all GPUs of its node. */
  readonly wholeNodes: boolean;
}

/**
 * @param kubernetesOnAws version of the cluster if it is on AWS, where nodes have an image and a price; else undefined
 */
export function resolvePool(props: PoolProps, kubernetesOnAws?: KubernetesVersion): Pool {
  const { name, node } = instanceTypeOf(props.instanceType);
  const provisioner = props.provisioner ?? (kubernetesOnAws === undefined ? 'self-managed' : 'managed');
  return {
    name: props.name,
    instanceType: name,
    node,
    ...(props.availabilityZone === undefined ? {} : { availabilityZone: props.availabilityZone }),
    maxNodes: props.maxNodes,
    provisioner,
    protectedLabel: props.protectedLabel ?? provisioner === 'karpenter',
    fabric: poolFabric(props) ?? 'tcp',
    ...(props.rdmaResource === undefined ? {} : { rdmaResource: props.rdmaResource }),
    gpuResource: props.gpuResource ?? NVIDIA_GPU,
    reserved: resolveReserved(props.reserved),
    rootVolumeGiB: props.rootVolumeGiB ?? 200,
    wholeNodes: props.wholeNodes ?? props.shared !== undefined,
    ...(kubernetesOnAws === undefined
      ? {}
      : { purchase: resolvePurchase(props.purchase), image: resolveNodeImage(kubernetesOnAws, props.image) }),
    ...(props.shared === undefined ? {} : { shared: props.shared }),
  };
}

function instanceTypeOf(given: PoolProps['instanceType']): { name: string; node: InstanceType } {
  if (typeof given === 'string') return { name: given, node: INSTANCE_TYPES[given] };
  const { name, ...node } = given;
  return { name, node };
}

/** The fabric of a pool, as far as enough of it is given to tell. */
export function poolFabric(props: Draft<PoolProps>): Fabric | undefined {
  if (props.fabric !== undefined) return props.fabric;
  const efaCards = numbersOf(props.instanceType).efaCards;
  return efaCards === undefined ? undefined : efaCards > 0 ? 'efa' : 'tcp';
}

/** The numbers of a type, as far as they are given or known. */
export function numbersOf(given: Draft<PoolProps>['instanceType']): Draft<InstanceType> {
  if (typeof given === 'object') return given;
  return given !== undefined && isKnownInstanceType(given) ? INSTANCE_TYPES[given] : {};
}
