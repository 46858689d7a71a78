import { bucketArn } from '../../aws/arn';
import type { Statement } from '../document';
import type { BucketFence } from './fence';

/**
 * No write replaces an object: a poisoned checkpoint cannot take the place of one that a later job trusts. The parts of a
 * multipart upload carry no condition and create nothing by themselves; its completion does
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html).
 */
export function createOnlyFence({ place, bucket, createOnly, exemptRoles }: BucketFence): readonly Statement[] {
  if (createOnly === undefined) return [];
  const files = createOnly.exceptFiles.map((file) => bucketArn(place, bucket, `*/${file}`));
  return [
    {
      Sid: 'CreateOnly',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:PutObject',
      ...(files.length === 0 ? { Resource: bucketArn(place, bucket, '*') } : { NotResource: files }),
      Condition: {
        Null: { 's3:if-none-match': 'true' },
        Bool: { 's3:ObjectCreationOperation': 'true' },
        ...(exemptRoles.length === 0 ? {} : { ArnNotLike: { 'aws:PrincipalArn': exemptRoles } }),
      },
    },
  ];
}
