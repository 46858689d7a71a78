import type { Statement } from '../document';
import { wholeBucket, type BucketFence } from './fence';

/** A declared reader of checkpoints takes and never gives: what it could write, a later job would load. */
export function readerFence(fence: BucketFence): readonly Statement[] {
  if (fence.readerRoles.length === 0) return [];
  return [
    {
      Sid: 'ReadersWriteNothing',
      Effect: 'Deny',
      Principal: '*',
      Action: ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:DeleteObjectVersion', 's3:PutObject'],
      Resource: wholeBucket(fence),
      Condition: { ArnEquals: { 'aws:PrincipalArn': fence.readerRoles } },
    },
  ];
}
