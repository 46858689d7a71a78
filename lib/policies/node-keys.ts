import type { Platform } from '../model';
import { protectedKey } from '../model/nodes/node-group';

/** Keys of the labels that make a node a training node. */
export const nodeKeys = ({ taint, keys }: Platform): string[] => [
  taint.key,
  protectedKey(taint),
  keys.pool,
  keys.project,
];
