import { INSTANCE_TYPES } from '../../model';
import type { NodePool } from '../placement/node-pool';
import { isAccelerator } from '../workload/device-request';
import { quantityOf } from '../workload/quantity';
import type { TrainingScope } from './training-scope';

/**
 * Whether nodes are for training: they say so by the label or the taint, or they have accelerators. A GPU node that
 * nobody tainted is judged like one that somebody did.
 */
export function isTrainingPool(pool: NodePool, { taint, keys }: TrainingScope): boolean {
  const { taints, labels, instanceTypes } = pool;
  if (taints.some(({ key, value }) => key === taint.key && value === taint.value)) return true;
  if (labels.known.get(taint.key) === taint.value || labels.known.has(keys.pool)) return true;
  if (taints.some(({ key }) => key.startsWith('nvidia.com/') || isAccelerator(key))) return true;
  if (labels.known.get('nvidia.com/gpu.present') === 'true') return true;
  return pool.hasAccelerators === true || instanceTypes.some(isAccelerated) || showsAccelerators(pool);
}

/** Whether a node of a dump says that it has some. */
function showsAccelerators({ kind, source }: NodePool): boolean {
  if (kind !== 'Node' || source === undefined || !('field' in source)) return false;
  const capacity = source.field.at('status', 'capacity')?.entries() ?? [];
  return capacity.some(([resource, { value }]) => isAccelerator(resource) && quantityOf(value) !== 0);
}

/** Types of the table, and families of EC2 with accelerators (https://aws.amazon.com/ec2/instance-types/#Accelerated_Computing). */
function isAccelerated(type: string): boolean {
  return Object.hasOwn(INSTANCE_TYPES, type) || /^(?:p\d|g\d|gr\d|trn\d|inf\d|dl\d)/.test(type);
}
