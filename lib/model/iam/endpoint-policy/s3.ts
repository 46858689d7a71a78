import { bucketArn, type Place } from '../../aws/arn';
import { document, type PolicyDocument } from '../document';
import { DELETE_ACTION, TRAINING_ACTIONS } from '../s3-actions';

/**
 * What passes the endpoint of S3: our buckets, by our principals. A NetworkPolicy sees addresses and no buckets: without
 * this a script uploads to a stranger's bucket with the stranger's own keys.
 *
 * @param buckets every bucket that something behind the endpoint uses
 * @param deletable those of them in which training may delete its checkpoints
 */
export function s3EndpointPolicy(
  place: Place,
  buckets: readonly string[],
  deletable: readonly string[] = [],
): PolicyDocument {
  const { account, region } = place;
  const ours = { StringEquals: { 'aws:PrincipalAccount': account, 'aws:ResourceAccount': account } };
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
            Condition: ours,
          } as const,
        ]),
    ...(deletable.length === 0
      ? []
      : [
          {
            Sid: 'OurCheckpointsAreDeleted',
            Effect: 'Allow',
            Principal: '*',
            Action: DELETE_ACTION,
            Resource: deletable.map((bucket) => bucketArn(place, bucket, '*')),
            Condition: ours,
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
