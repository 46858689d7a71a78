import { bucketSetting } from '../input/pulumi/bucket-setting';
import type { PlanLinks } from '../input/pulumi/plan-links';
import { knownField, knownList, knownText } from '../input/pulumi/plan-value';
import { propertyOf } from '../input/pulumi/planned-resource';
import type { TrainingBucket } from './cloud-scope';
import { KEY, keyId } from './key';

const ENCRYPTION = 'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration';

/** The key that a bucket encrypts with by default. */
export interface BucketKey {
  /** ARN, or the name in the program where the plan knows no ARN. */
  readonly id: string;
  readonly aliases: readonly string[];
  /** Whether one data key serves the whole bucket, so that KMS sees no object. */
  readonly ofBucket: boolean;
}

export function bucketKey(plans: readonly PlanLinks[], bucket: TrainingBucket): BucketKey | undefined {
  for (const links of plans) {
    const encryption = bucketSetting(links, bucket, ENCRYPTION);
    const [key] = encryption === undefined ? [] : links.targets(encryption, 'rules', KEY);
    if (encryption === undefined || key === undefined) continue;
    const [rule] = knownList(propertyOf(encryption, 'rules'));
    return {
      id: keyId(key),
      aliases: links
        .of('aws:kms/alias:Alias')
        .filter((alias) => links.refersTo(alias, 'targetKeyId', key))
        .flatMap((alias) => knownText(propertyOf(alias, 'name')) ?? []),
      ofBucket: knownField(rule, 'bucketKeyEnabled') === true,
    };
  }
  return undefined;
}
