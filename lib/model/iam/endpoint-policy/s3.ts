import { bucketArn, type Place } from '../../arn';
import { document, type PolicyDocument } from '../document';
import { TRAINING_ACTIONS } from '../s3-actions';

/**
 * What passes the endpoint of S3: our buckets, by our principals. A NetworkPolicy sees addresses and no buckets: without
 * this a script uploads to a stranger's bucket with the stranger's own keys.
 *
 * @param buckets every bucket that something behind the endpoint uses
 */
export function s3EndpointPolicy(place: Place, buckets: readonly string[]): PolicyDocument {
  const { account, region } = place;
  return document([
    ...(buckets.length === 0
      ? []
      : [
          {
            Sid: 'OnlyOurBucketsByOurPrincipals',
            Effect: 'Allow',
            Principal: '*',
            Action: TRAINING_ACTIONS,
            Resource: buckets.flatMap((bucket) => [bucketArn(place, bucket), bucketArn(place, bucket, '*')]),
            Condition: { StringEquals: { 'aws:PrincipalAccount': account, 'aws:ResourceAccount': account } },
          } as const,
        ]),
    {
      // Layers of images come from a bucket of ECR's own in each region
      // (https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-setting-up-s3-gateway).
      Sid: 'EcrLayers',
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: bucketArn(place, `prod-${region}-starport-layer-bucket`, '*'),
    },
  ]);
}
