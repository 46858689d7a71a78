import { arn, type Place } from '../../aws/arn';
import { document, type PolicyDocument } from '../document';
import { accountRoot, keyAdministration } from './administration';

/**
 * The key of the access log: CloudTrail encrypts with it for this trail, administrators and auditors decrypt
 * (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html).
 *
 * @param readers ARNs of roles that read the log; empty: whom IAM allows it in this account
 */
export function trailKeyPolicy(place: Place, trail: string, readers: readonly string[]): PolicyDocument {
  const trailArn = arn(place, 'cloudtrail', `trail/${trail}`);
  return document([
    keyAdministration(place),
    {
      Sid: 'EncryptLog',
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 'kms:GenerateDataKey*',
      Resource: '*',
      Condition: {
        StringEquals: { 'aws:SourceArn': trailArn },
        StringLike: {
          'kms:EncryptionContext:aws:cloudtrail:arn': arn({ ...place, region: '*' }, 'cloudtrail', 'trail/*'),
        },
      },
    },
    {
      // A description has no encryption context, so no condition may ask for one.
      Sid: 'DescribeKey',
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 'kms:DescribeKey',
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceArn': trailArn } },
    },
    {
      Sid: 'ReadLog',
      Effect: 'Allow',
      Principal: { AWS: accountRoot(place) },
      Action: 'kms:Decrypt',
      Resource: '*',
      Condition: {
        StringEquals: { 'kms:CallerAccount': place.account },
        Null: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'false' },
        ...(readers.length === 0 ? {} : { ArnEquals: { 'aws:PrincipalArn': readers } }),
      },
    },
  ]);
}
