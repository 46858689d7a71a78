import { bucketArn } from '../../aws/arn';
import type { Statement } from '../document';
import { SESSION_TAGS } from '../pod-identity-trust';
import { NAMESPACE_VARIABLE } from '../project-policy';
import { denyData, denyLists, denyObjects, mayRead, type BucketFence } from './fence';

/**
 * Each session stays below the prefix of its own namespace: a second wall, of constant size, behind the policies of the
 * roles. A role that was given all of S3 by mistake is still held by it.
 */
export function namespaceFences(fence: BucketFence): readonly Statement[] {
  const { place, bucket } = fence;
  // Roles with a fence of their own have another prefix than their namespace.
  const except = [...fence.ownFences.map(({ role }) => role), ...mayRead(fence)];
  return [
    // A variable without a value: what AWS then makes of NotResource is not written down, so the tag must be there.
    denyData(
      fence,
      'TagRequired',
      { Null: { [`aws:PrincipalTag/${SESSION_TAGS.namespace}`]: 'true' } },
      mayRead(fence),
    ),
    denyObjects('FenceObjects', { NotResource: bucketArn(place, bucket, `${NAMESPACE_VARIABLE}/*`) }, {}, except),
    denyLists(fence, 'FenceLists', { StringNotLike: { 's3:prefix': `${NAMESPACE_VARIABLE}/*` } }, except),
  ];
}
