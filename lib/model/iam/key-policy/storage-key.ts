import { viaService, type Place } from '../../aws/arn';
import { document, type PolicyDocument } from '../document';
import { accountRoot, keyAdministration } from './administration';

/**
 * The key of training buckets: used through S3 only, by training roles and those that the fences exempt. Which of them may
 * decrypt what is said by their own policies, prefix by prefix.
 *
 * @param roles ARN patterns
 */
export function storageKeyPolicy(place: Place, roles: readonly string[]): PolicyDocument {
  return document([
    keyAdministration(place),
    {
      Sid: 'UseThroughS3',
      Effect: 'Allow',
      Principal: { AWS: accountRoot(place) },
      Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey'],
      Resource: '*',
      Condition: {
        StringEquals: { 'kms:ViaService': viaService(place, 's3'), 'kms:CallerAccount': place.account },
        ArnLike: { 'aws:PrincipalArn': roles },
      },
    },
  ]);
}
