import type * as pulumi from '@pulumi/pulumi';
import { shown, suggestion, type Fault } from '../../model/fault/fault';
import { documentText, trainingBucketFence, trainingKeyPolicy, type AwsPlatform } from '../../model/iam';
import { KEY_USES, type KeyUse } from '../../model/storage/storage-keys';
import { trainingBuckets } from '../../model/storage/training-buckets';
import { COMPONENT_ARGUMENTS, IsolationComponent, type ArgumentRules, type ComponentArgs } from '../component';
import { encryptionKey, type EncryptionKey } from '../encryption-key';
import { bucketResources, type BucketResources } from './bucket';

/** How the buckets keep what they hold. */
export interface TrainingStorageArgs extends ComponentArgs {
  /** Buckets of the description that exist already: nothing is made for them, and `fences` holds what to apply. @default - none */
  readonly existing?: readonly string[];
  /** Days after which an upload that nobody finished is thrown away. @default 7 */
  readonly abortUploadsAfterDays?: number;
  /** Days after which an object that was replaced or deleted is gone for good. @default 30 */
  readonly expireNoncurrentAfterDays?: number;
  /**
   * Days in which nobody, the root of the account included, deletes a checkpoint. It can never be shortened.
   * @default - no lock
   */
  readonly lockCheckpointsForDays?: number;
  /** Whether Pulumi refuses to delete buckets and keys, and keeps them when it is told to. @default true */
  readonly deletionProtection?: boolean;
}

const ARGUMENTS: ArgumentRules<TrainingStorageArgs> = {
  ...COMPONENT_ARGUMENTS,
  existing: 'optional',
  abortUploadsAfterDays: 'optional',
  expireNoncurrentAfterDays: 'optional',
  lockCheckpointsForDays: 'optional',
  deletionProtection: 'optional',
};

/**
 * The buckets of datasets and checkpoints: private, owned by the account, encrypted with a key for each use, versioned, and
 * fenced, so that a role sees its own prefix whatever it was allowed.
 *
 * @throws InvalidInputError with every fault of the args, and with what the description lacks or AWS does not allow for it
 */
export class TrainingStorage extends IsolationComponent {
  /** KMS keys by use; without those that the description names by their ARN. */
  readonly keys: { readonly [U in KeyUse]?: EncryptionKey };
  /** Buckets with what is set on them, by name. */
  readonly buckets: Readonly<Record<string, BucketResources>>;
  /** Policy of every bucket of the description, by its name; to be applied by hand where the bucket existed before. */
  readonly fences: Readonly<Record<string, string>>;

  constructor(name: string, args: TrainingStorageArgs, opts?: pulumi.ComponentResourceOptions) {
    super('TrainingStorage', name, args, opts, ARGUMENTS, (platform) => storageFaults(platform, args));
    const { platform } = this;
    const { aws } = platform;
    const tags = this.tags();
    const protect = args.deletionProtection ?? true;
    const kept = this.within({ protect, retainOnDelete: protect });
    const all = trainingBuckets(platform.projects);
    const made = all.filter((bucket) => args.existing?.includes(bucket.name) !== true);
    this.keys = Object.fromEntries(
      KEY_USES.flatMap((use) => {
        const reference = aws.storageKeys[use];
        if ('arn' in reference || !made.some((bucket) => bucket.use === use)) return [];
        const about = `Encrypts ${use} of platform ${platform.name}`;
        const key = trainingKeyPolicy(platform, use);
        return [[use, encryptionKey(this.child(`${use}-key`), reference.alias, about, key, tags, kept)]];
      }),
    );
    this.fences = Object.fromEntries(
      all.map((bucket) => [bucket.name, documentText(trainingBucketFence(platform, bucket))]),
    );
    this.buckets = Object.fromEntries(
      made.map((bucket) => {
        const reference = aws.storageKeys[bucket.use];
        return [
          bucket.name,
          bucketResources(
            this.child(bucket.name),
            {
              bucket: bucket.name,
              policy: this.fences[bucket.name] ?? '',
              keyArn: 'arn' in reference ? reference.arn : (this.keys[bucket.use]?.key.arn ?? ''),
              bucketKeyEnabled: aws.storageKeys.bucketKeys !== undefined,
              abortUploadsAfterDays: args.abortUploadsAfterDays ?? 7,
              expireNoncurrentAfterDays: args.expireNoncurrentAfterDays ?? 30,
              lockDays: bucket.use === 'checkpoints' ? args.lockCheckpointsForDays : undefined,
              tags,
            },
            kept,
          ),
        ];
      }),
    );
    this.registerOutputs({ fences: this.fences });
  }
}

function storageFaults({ projects }: AwsPlatform, args: TrainingStorageArgs): Fault[] {
  const known = trainingBuckets(projects).map(({ name }) => name);
  const faults = (args.existing ?? []).flatMap((bucket, index): Fault[] =>
    known.includes(bucket)
      ? []
      : [
          {
            path: `existing[${index}]`,
            given: shown(bucket),
            allowed: `a bucket of the description: ${known.join(', ') || 'there is none'}`,
            fix: suggestion(bucket, known, 'name it in storage'),
          },
        ],
  );
  for (const field of ['abortUploadsAfterDays', 'expireNoncurrentAfterDays', 'lockCheckpointsForDays'] as const) {
    const days = args[field];
    if (days === undefined || (Number.isInteger(days) && days >= 1)) continue;
    faults.push({ path: field, given: shown(days), allowed: 'a whole number of days, at least 1', fix: 'correct it' });
  }
  return faults;
}
