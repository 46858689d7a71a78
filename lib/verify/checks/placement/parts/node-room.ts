import type { Platform } from '../../../../model';
import { fails, type Problem } from '../../../problem';
import { selectedPool } from '../../../scope/described-project';
import { askedByPod, askingContainers } from '../../../workload/amounts';
import type { TrainingPod } from '../../training-pods';

const GIB = 2 ** 30;

/**
 * Processors or memory that no node of the pool has, whatever runs on it: containers that each fit may not fit together. How
 * much the kubelet and agents leave of a node is not known; GPUs have a check of their own.
 */
export function* roomProblems(
  platform: Platform | undefined,
  { namespace, spec }: Pick<TrainingPod, 'namespace' | 'spec'>,
): Generator<Problem> {
  const pool = selectedPool(platform, namespace.name, spec);
  if (pool === undefined) return;
  const { requests } = askedByPod(spec, askingContainers(spec));
  const [cpus, memory] = [requests.get('cpu') ?? 0, requests.get('memory') ?? 0];
  const { vcpus, memoryGiB } = pool.node;
  const text = (asked: number, of: number, what: string): string =>
    `asks for ${Math.ceil(asked * 10) / 10} of the ${of} ${what} of a ${pool.instanceType}: no node has as many`;
  if (cpus > vcpus) yield fails(text(cpus, vcpus, 'processors'), { at: spec.get('containers') });
  if (memory > memoryGiB * GIB) yield fails(text(memory / GIB, memoryGiB, 'GiB'), { at: spec.get('containers') });
}
