import { EFA_DEVICE } from '../../model/nodes/device-resources';
import { amount, gibibytes, mebibytes } from '../../model/kubernetes/quantity';
import type { ResourceRequirements } from '../api';
import { usesHugePages } from './fabric';
import { SYSTEM_GIB, TMP_GIB, type JobContext } from './job-context';

/**
 * Requests and limits of a rank, equal for every resource: Guaranteed QoS, so that the rank keeps its CPUs and is the
 * last to be killed (https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/). Counts are texts, as extended
 * resources want them.
 */
export function resources(context: JobContext): ResourceRequirements {
  const { share, nodeGroup, nodes, scratchGiB } = context;
  const { pool } = nodeGroup;
  const amounts: Record<string, string> = {
    cpu: amount(share.cpus),
    memory: gibibytes(share.memoryGiB),
    'ephemeral-storage': gibibytes(scratchGiB + TMP_GIB + SYSTEM_GIB),
    ...(usesHugePages(context) ? { 'hugepages-2Mi': mebibytes(share.hugePagesMiB) } : {}),
    [pool.gpuResource]: amount(share.gpus),
    ...(nodes > 1 && share.efaDevices > 0 ? { [EFA_DEVICE]: amount(share.efaDevices) } : {}),
    ...(nodes > 1 && pool.rdmaResource !== undefined ? { [pool.rdmaResource]: '1' } : {}),
  };
  return { requests: { ...amounts }, limits: { ...amounts } };
}
