import { KEYS } from '../access/facts/key-resources';
import { bucketSettingsOf } from '../input/pulumi/bucket-setting';
import type { PlanLinks } from '../input/pulumi/plan-links';
import { knownField, knownList, knownText } from '../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../input/pulumi/planned-resource';
import type { TrainingBucket } from './cloud-scope';
import { keyId, outOfUse } from './key';

const ALIAS = 'aws:kms/alias:Alias';

const ENCRYPTION = 'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration';

/** The key that a bucket encrypts with by default. */
export interface BucketKey {
  /** ARN, or the name in the program where the plan knows no ARN. */
  readonly id: string;
  readonly aliases: readonly string[];
  /** Whether one data key serves the whole bucket, so that KMS sees no object. */
  readonly ofBucket: boolean;
  /** Why nobody encrypts with it, whatever policies say; undefined for a key that works. */
  readonly outOfUse: string | undefined;
}

export function bucketKey(plans: readonly PlanLinks[], bucket: TrainingBucket): BucketKey | undefined {
  for (const links of plans) {
    const [item] = bucketSettingsOf(links, bucket, ENCRYPTION);
    if (item === undefined) continue;
    const [rule] = knownList(propertyOf(item, 'rules'));
    const ofBucket = knownField(rule, 'bucketKeyEnabled') === true;
    const named = knownField(knownField(rule, 'applyServerSideEncryptionByDefault'), 'kmsMasterKeyId');
    const [key = keyOfAlias(links, knownText(named))] = links.targets(item, 'rules', ...KEYS);
    if (key === undefined && named === undefined) continue;
    if (key === undefined) return { id: knownText(named) ?? '(not known)', aliases: [], ofBucket, outOfUse: undefined };
    return {
      id: keyId(key),
      aliases: links
        .of(ALIAS)
        .filter((alias) => links.refersTo(alias, 'targetKeyId', key))
        .flatMap((alias) => knownText(propertyOf(alias, 'name')) ?? []),
      ofBucket,
      outOfUse: outOfUse(key),
    };
  }
  return undefined;
}

/** The key behind an alias of the plan, by the name or the ARN of that. */
function keyOfAlias(links: PlanLinks, given: string | undefined): PlannedResource | undefined {
  const alias = links.of(ALIAS).find((item) => {
    const name = knownText(propertyOf(item, 'name'));
    return name !== undefined && (given === name || given?.endsWith(`:${name}`) === true);
  });
  return alias && links.referenced(alias, 'targetKeyId', ...KEYS);
}
