import type { Statement } from '../document';
import { SESSION_TAGS } from '../pod-identity-trust';
import { denyData, mayRead, type BucketFence } from './fence';

/**
 * Pods of this cluster and of no other: a development cluster in the same account may have a namespace, and a role under the
 * same path, of the same name. The tag comes from EKS with the session, under IRSA from the role.
 */
export function clusterFence(fence: BucketFence): Statement {
  return denyData(
    fence,
    'OnlyThisCluster',
    { StringNotEquals: { [`aws:PrincipalTag/${SESSION_TAGS.cluster}`]: fence.clusterArn } },
    mayRead(fence),
  );
}
