import type * as inputs from '@pulumi/aws/types/input';
import { bucketArn } from '../../model/aws/arn';
import type { AwsPlatform } from '../../model/iam';
import { trainingBuckets } from '../../model/storage/training-buckets';

/**
 * What the trail records: every call on objects of the training buckets, and every call that manages anything, such as
 * taking a role or changing a policy
 * (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html).
 */
export function eventSelectors({ aws, projects }: AwsPlatform): inputs.cloudtrail.TrailAdvancedEventSelector[] {
  const buckets = trainingBuckets(projects).map(({ name }) => bucketArn(aws, name, ''));
  const management = {
    name: 'Management of everything',
    fieldSelectors: [{ field: 'eventCategory', equals: ['Management'] }],
  };
  if (buckets.length === 0) return [management];
  return [
    {
      name: 'Objects of training',
      fieldSelectors: [
        { field: 'eventCategory', equals: ['Data'] },
        { field: 'resources.type', equals: ['AWS::S3::Object'] },
        { field: 'resources.ARN', startsWiths: buckets },
      ],
    },
    management,
  ];
}
