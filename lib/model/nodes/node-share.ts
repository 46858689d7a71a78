import type { Pool } from './pool';

/** What a training pod asks for on one node of a pool. Every value is both request and limit (Guaranteed QoS). */
export interface NodeShare {
  /** GPUs, whole ones. */
  readonly gpus: number;
  /** vCPUs, whole ones. */
  readonly cpus: number;
  /** Memory, in GiB. */
  readonly memoryGiB: number;
  /** EFA devices (`vpc.amazonaws.com/efa`). */
  readonly efaDevices: number;
  /**
   * 2 MiB huge pages for libfabric, in MiB. None on nodes of Karpenter, which starts no node for a pod that asks for them
   * (https://github.com/kubernetes-sigs/karpenter/issues/751).
   */
  readonly hugePagesMiB: number;
}

/**
 * Share of vCPUs that pods may ask for: the kubelet reserves a little under one percent on large nodes and six on small
 * ones, node agents take the rest (https://github.com/awslabs/amazon-eks-ami, reserved resources).
 */
const CPU_SHARE = 0.92;

/**
 * Share of memory: hypervisor and kernel take up to 7.5 %, the kubelet 255 MiB and 11 MiB per pod, the huge pages of
 * EFA images 10 GiB on large types, node agents the rest.
 */
const MEMORY_SHARE = 5 / 6;

/**
 * Huge pages of 2 MiB on a node with EFA (https://docs.aws.amazon.com/eks/latest/userguide/node-efa.html); a whole node
 * asks for half of them, which is what libfabric uses.
 */
export const NODE_HUGE_PAGES = 5128;
const HUGE_PAGES_MIB = 5120;

/** Huge pages that a node holds, in MiB: none without EFA. */
export function nodeHugePagesMiB(pool: Pool): number {
  return pool.fabric === 'efa' ? 2 * NODE_HUGE_PAGES : 0;
}

/** The part of a node that `gpus` of its GPUs entitle to; the whole usable node for all of them. */
export function nodeShare(pool: Pool, gpus: number = pool.node.gpus): NodeShare {
  const part = gpus / pool.node.gpus;
  const efaDevices = pool.fabric === 'efa' ? Math.floor(pool.node.efaCards * part) : 0;
  return {
    gpus,
    cpus: Math.max(1, Math.floor((pool.node.vcpus * CPU_SHARE - pool.reserved.cpus) * part)),
    memoryGiB: Math.max(1, Math.floor((pool.node.memoryGiB * MEMORY_SHARE - pool.reserved.memoryGiB) * part)),
    efaDevices,
    hugePagesMiB:
      efaDevices === 0 || pool.provisioner === 'karpenter' ? 0 : Math.floor((HUGE_PAGES_MIB * part) / 2) * 2,
  };
}

/** Space for logs, images' writable layers and emptyDir volumes on a node, in GiB: local NVMe if any, else the root volume. */
export function ephemeralStorageGiB(pool: Pool): number {
  const { localNvmeGB } = pool.node;
  const gigabyte = 1e9 / 2 ** 30;
  // A tenth stays with the system: the kubelet evicts at 10 % free space (https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/).
  return Math.floor((localNvmeGB > 0 ? localNvmeGB * gigabyte : pool.rootVolumeGiB) * 0.9);
}
