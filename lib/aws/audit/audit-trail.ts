import * as cloudtrail from '@pulumi/aws/cloudtrail';
import * as s3 from '@pulumi/aws/s3';
import type * as pulumi from '@pulumi/pulumi';
import { accessLogBucket, accessTrail } from '../../model/aws/access-log';
import { shown, type Fault } from '../../model/fault/fault';
import { documentText, logBucketPolicy, trailKeyPolicy } from '../../model/iam';
import { keyAlias } from '../../model/storage/storage-keys';
import { COMPONENT_ARGUMENTS, IsolationComponent, type ArgumentRules, type ComponentArgs } from '../component';
import { encryptionKey, type EncryptionKey } from '../encryption-key';
import { deniedAccessAlarm, type DeniedAccessAlarm } from './denied-access-alarm';
import { eventSelectors } from './event-selectors';

/** How long the access log stays, and who reads it. */
export interface AuditTrailArgs extends ComponentArgs {
  /** Days in which nobody deletes an entry, the root of the account included. It can never be shortened. @default 365 */
  readonly retentionDays?: number;
  /** Roles that may decrypt the log. @default - whom IAM allows it in this account */
  readonly readers?: readonly string[];
  /** Topic that is told when access to training data is denied. @default - no alarm */
  readonly deniedAccessTopicArn?: pulumi.Input<string>;
  /** Whether Pulumi refuses to delete log and key, and keeps them when it is told to. @default true */
  readonly deletionProtection?: boolean;
}

const ARGUMENTS: ArgumentRules<AuditTrailArgs> = {
  ...COMPONENT_ARGUMENTS,
  retentionDays: 'optional',
  readers: 'optional',
  deniedAccessTopicArn: 'optional',
  deletionProtection: 'optional',
};

/**
 * The access log: every read and write below the training prefixes, written by AWS, whatever the code in the pod says about
 * itself. Trails without data events record no `GetObject` at all.
 *
 * @throws InvalidInputError with every fault of the args, and with what the description lacks or AWS does not allow for it
 */
export class AuditTrail extends IsolationComponent {
  /** KMS key of the log. */
  readonly key: EncryptionKey;
  /** Bucket of the log. */
  readonly bucket: s3.Bucket;
  /** Shuts the bucket to the public. */
  readonly publicAccessBlock: s3.BucketPublicAccessBlock;
  /** Makes the account the owner of every object, without access lists. */
  readonly ownershipControls: s3.BucketOwnershipControls;
  /** Encrypts the log with `key`. */
  readonly encryption: s3.BucketServerSideEncryptionConfiguration;
  /** Keeps what is replaced; locks need it. */
  readonly versioning: s3.BucketVersioning;
  /** Keeps every entry for `retentionDays`, whoever asks for its end. */
  readonly objectLock: s3.BucketObjectLockConfiguration;
  /** Ends entries after their time. */
  readonly lifecycle: s3.BucketLifecycleConfiguration;
  /** Lets the trail write, and nobody delete. */
  readonly bucketPolicy: s3.BucketPolicy;
  /** The trail, with data events of the training prefixes. */
  readonly trail: cloudtrail.Trail;
  /** Tells of denied access to training data; undefined without a topic to tell. */
  readonly alarm?: DeniedAccessAlarm;

  constructor(name: string, args: AuditTrailArgs, opts?: pulumi.ComponentResourceOptions) {
    super('AuditTrail', name, args, opts, ARGUMENTS, () => auditFaults(args));
    const { platform } = this;
    const { aws } = platform;
    const tags = this.tags();
    const protect = args.deletionProtection ?? true;
    const kept = this.within({ protect, retainOnDelete: protect });
    const trail = accessTrail(platform.name);
    const days = args.retentionDays ?? 365;
    this.key = encryptionKey(
      this.child('key'),
      keyAlias(aws.cluster.name, platform.name, 'access-log'),
      `Encrypts the access log of platform ${platform.name}`,
      trailKeyPolicy(aws, trail, args.readers ?? []),
      tags,
      kept,
    );
    this.bucket = new s3.Bucket(
      name,
      { bucket: accessLogBucket(platform.name, aws), forceDestroy: false, objectLockEnabled: true, tags },
      kept,
    );
    const on = { bucket: this.bucket.bucket };
    this.publicAccessBlock = new s3.BucketPublicAccessBlock(
      name,
      { ...on, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
      kept,
    );
    this.ownershipControls = new s3.BucketOwnershipControls(
      name,
      { ...on, rule: { objectOwnership: 'BucketOwnerEnforced' } },
      kept,
    );
    this.encryption = new s3.BucketServerSideEncryptionConfiguration(
      name,
      {
        ...on,
        rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: this.key.key.arn } }],
      },
      kept,
    );
    this.versioning = new s3.BucketVersioning(name, { ...on, versioningConfiguration: { status: 'Enabled' } }, kept);
    this.objectLock = new s3.BucketObjectLockConfiguration(
      name,
      { ...on, rule: { defaultRetention: { mode: 'COMPLIANCE', days } } },
      { ...kept, dependsOn: [this.versioning] },
    );
    this.lifecycle = new s3.BucketLifecycleConfiguration(
      name,
      {
        ...on,
        rules: [
          {
            id: 'end-of-retention',
            status: 'Enabled',
            filter: { prefix: '' },
            expiration: { days: days + 1 },
            noncurrentVersionExpiration: { noncurrentDays: 1 },
          },
        ],
      },
      { ...kept, dependsOn: [this.versioning] },
    );
    this.bucketPolicy = new s3.BucketPolicy(
      name,
      { ...on, policy: documentText(logBucketPolicy(aws, accessLogBucket(platform.name, aws), trail)) },
      { ...kept, dependsOn: [this.publicAccessBlock] },
    );
    if (args.deniedAccessTopicArn !== undefined) {
      this.alarm = deniedAccessAlarm(this.child('denied'), platform, args.deniedAccessTopicArn, tags, this.within());
    }
    this.trail = new cloudtrail.Trail(
      name,
      {
        name: trail,
        s3BucketName: this.bucket.bucket,
        kmsKeyId: this.key.key.arn,
        enableLogging: true,
        enableLogFileValidation: true,
        // Who changed or took on which role is recorded in one region of the world, and reaches trails of every region
        // (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html#cloudtrail-concepts-global-service-events).
        isMultiRegionTrail: true,
        includeGlobalServiceEvents: true,
        advancedEventSelectors: eventSelectors(platform),
        ...(this.alarm === undefined
          ? {}
          : {
              cloudWatchLogsGroupArn: this.alarm.log.group.arn.apply((arn) => `${arn}:*`),
              cloudWatchLogsRoleArn: this.alarm.role.arn,
            }),
        tags,
      },
      { ...kept, dependsOn: [this.bucketPolicy, ...(this.alarm?.role.parts ?? [])] },
    );
    this.registerOutputs({ trailArn: this.trail.arn });
  }
}

function auditFaults({ retentionDays }: AuditTrailArgs): Fault[] {
  if (retentionDays === undefined || (Number.isInteger(retentionDays) && retentionDays >= 1)) return [];
  return [
    {
      path: 'retentionDays',
      given: shown(retentionDays),
      allowed: 'a whole number of days, at least 1',
      fix: 'leave it out for a year',
    },
  ];
}
