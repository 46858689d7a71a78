import type { PlanLinks } from '../input/pulumi/plan-links';
import { knownField, knownList, knownText } from '../input/pulumi/plan-value';
import { propertyOf } from '../input/pulumi/planned-resource';
import type { TrainingBucket } from './cloud-scope';
import { KEY, keyId } from './key';

/** The key that a bucket encrypts with by default. */
export interface BucketKey {
  /** ARN, or the name in the program where the plan knows no ARN. */
  readonly id: string;
  readonly aliases: readonly string[];
  /** Whether one data key serves the whole bucket, so that KMS sees no object. */
  readonly ofBucket: boolean;
}

export function bucketKey(plans: readonly PlanLinks[], { name, resource }: TrainingBucket): BucketKey | undefined {
  for (const links of plans) {
    for (const item of links.of(
      'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration',
    )) {
      const about =
        propertyOf(item, 'bucket') === name ||
        (resource !== undefined && links.targets(item, 'bucket', resource.type).includes(resource));
      const [key] = about ? links.targets(item, 'rules', KEY) : [];
      if (key === undefined) continue;
      const [rule] = knownList(propertyOf(item, 'rules'));
      return {
        id: keyId(key),
        aliases: links
          .of('aws:kms/alias:Alias')
          .filter((alias) => links.refersTo(alias, 'targetKeyId', key))
          .flatMap((alias) => knownText(propertyOf(alias, 'name')) ?? []),
        ofBucket: knownField(rule, 'bucketKeyEnabled') === true,
      };
    }
  }
  return undefined;
}
