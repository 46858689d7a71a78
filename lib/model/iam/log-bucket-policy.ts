import { arn, bucketArn, type Place } from '../aws/arn';
import { accountFence } from './bucket-fence/account';
import { transportFences } from './bucket-fence/transport';
import { document, type PolicyDocument } from './document';

/**
 * The bucket of the access log: one trail writes into it, and nobody deletes or changes what it wrote before its time
 * (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html).
 */
export function logBucketPolicy(place: Place, bucket: string, trail: string): PolicyDocument {
  const onlyThisTrail = { 'aws:SourceArn': arn(place, 'cloudtrail', `trail/${trail}`) };
  return document([
    ...transportFences({ place, bucket }),
    accountFence({ place, bucket }),
    {
      Sid: 'TrailAsksForBucket',
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 's3:GetBucketAcl',
      Resource: bucketArn(place, bucket),
      Condition: { StringEquals: onlyThisTrail },
    },
    {
      Sid: 'TrailWrites',
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: bucketArn(place, bucket, `AWSLogs/${place.account}/*`),
      Condition: { StringEquals: { ...onlyThisTrail, 's3:x-amz-acl': 'bucket-owner-full-control' } },
    },
    {
      Sid: 'NobodyTampers',
      Effect: 'Deny',
      Principal: '*',
      Action: [
        's3:BypassGovernanceRetention',
        's3:DeleteObject',
        's3:DeleteObjectVersion',
        's3:PutObjectLegalHold',
        's3:PutObjectRetention',
      ],
      Resource: bucketArn(place, bucket, '*'),
      // The lifecycle rule that ends retention is S3 itself and no principal.
      Condition: { BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } },
    },
  ]);
}
