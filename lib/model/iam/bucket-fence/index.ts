import { document, type PolicyDocument } from '../document';
import { accountFence } from './account';
import { clusterFence } from './cluster';
import { createOnlyFence } from './create-only';
import { endpointFence } from './endpoint';
import type { BucketFence } from './fence';
import { namespaceFences } from './namespace';
import { ownPrefixFences } from './own-prefix';
import { readerFence } from './readers';
import { trainingRolesFence } from './training-roles';
import { transportFences } from './transport';

export type { BucketFence, OwnFence } from './fence';

/**
 * The policy of a training bucket: denials only, each of which holds whatever a role is allowed. It names data actions, so
 * that who deploys can always read and mend it.
 */
export function bucketFence(fence: BucketFence): PolicyDocument {
  return document([
    ...transportFences(fence),
    accountFence(fence),
    endpointFence(fence),
    trainingRolesFence(fence),
    clusterFence(fence),
    ...namespaceFences(fence),
    ...ownPrefixFences(fence),
    ...readerFence(fence),
    ...createOnlyFence(fence),
  ]);
}
