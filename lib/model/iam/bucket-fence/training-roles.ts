import type { Statement } from '../document';
import { denyData, mayRead, type BucketFence } from './fence';

/** Roles outside training have nothing to do with its data, even those that may do everything. */
export function trainingRolesFence(fence: BucketFence): Statement {
  return denyData(fence, 'OnlyTrainingRoles', {}, [...fence.trainingRoles, ...mayRead(fence)]);
}
