import * as s3 from '@pulumi/aws/s3';
import type * as pulumi from '@pulumi/pulumi';

export interface BucketParts {
  readonly bucket: string;
  /** Text of its policy. */
  readonly policy: string;
  readonly keyArn: pulumi.Input<string>;
  readonly bucketKeyEnabled: boolean;
  readonly abortUploadsAfterDays: number;
  readonly expireNoncurrentAfterDays: number;
  /** Days of object lock in compliance mode. */
  readonly lockDays: number | undefined;
  readonly tags: Record<string, string>;
}

/** What a bucket consists of. */
export interface BucketResources {
  /** The bucket itself. */
  readonly bucket: s3.Bucket;
  /** Shuts it to the public. */
  readonly publicAccessBlock: s3.BucketPublicAccessBlock;
  /** Makes the account the owner of every object, without access lists. */
  readonly ownershipControls: s3.BucketOwnershipControls;
  /** Encrypts objects by default, with the key of the bucket's use. */
  readonly encryption: s3.BucketServerSideEncryptionConfiguration;
  /** Keeps what is replaced or deleted. */
  readonly versioning: s3.BucketVersioning;
  /** Ends unfinished uploads and what was replaced. */
  readonly lifecycle: s3.BucketLifecycleConfiguration;
  /** Undefined unless the args ask for a lock. */
  readonly objectLock?: s3.BucketObjectLockConfiguration;
  /** Its fence. */
  readonly policy: s3.BucketPolicy;
}

/**
 * A private bucket: no public access, no access lists, encrypted by default, versioned, with an end for what nobody needs.
 *
 * @param opts options of the bucket and of what is set on it alike: a bucket that is kept keeps its fence
 */
export function bucketResources(name: string, parts: BucketParts, opts: pulumi.CustomResourceOptions): BucketResources {
  const bucket = new s3.Bucket(
    name,
    {
      bucket: parts.bucket,
      forceDestroy: false,
      // Can be said at creation only.
      objectLockEnabled: parts.lockDays !== undefined,
      tags: parts.tags,
    },
    opts,
  );
  const on = { bucket: bucket.bucket };
  const publicAccessBlock = new s3.BucketPublicAccessBlock(
    name,
    { ...on, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
    opts,
  );
  const ownershipControls = new s3.BucketOwnershipControls(
    name,
    { ...on, rule: { objectOwnership: 'BucketOwnerEnforced' } },
    opts,
  );
  const encryption = new s3.BucketServerSideEncryptionConfiguration(
    name,
    {
      ...on,
      rules: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: parts.keyArn },
          bucketKeyEnabled: parts.bucketKeyEnabled,
        },
      ],
    },
    opts,
  );
  const versioning = new s3.BucketVersioning(name, { ...on, versioningConfiguration: { status: 'Enabled' } }, opts);
  const lifecycle = new s3.BucketLifecycleConfiguration(
    name,
    {
      ...on,
      rules: [
        {
          // Training may not list uploads, so nobody else cleans up behind a job that died.
          id: 'abort-uploads',
          status: 'Enabled',
          filter: { prefix: '' },
          abortIncompleteMultipartUpload: { daysAfterInitiation: parts.abortUploadsAfterDays },
        },
        {
          // Versioning keeps what was deleted; without an end nothing is ever erased.
          id: 'expire-noncurrent',
          status: 'Enabled',
          filter: { prefix: '' },
          noncurrentVersionExpiration: { noncurrentDays: parts.expireNoncurrentAfterDays },
          expiration: { expiredObjectDeleteMarker: true },
        },
      ],
    },
    { ...opts, dependsOn: [versioning] },
  );
  const policy = new s3.BucketPolicy(
    name,
    { ...on, policy: parts.policy },
    { ...opts, dependsOn: [publicAccessBlock] },
  );
  const resources = { bucket, publicAccessBlock, ownershipControls, encryption, versioning, lifecycle, policy };
  if (parts.lockDays === undefined) return resources;
  return {
    ...resources,
    objectLock: new s3.BucketObjectLockConfiguration(
      name,
      { ...on, rule: { defaultRetention: { mode: 'COMPLIANCE', days: parts.lockDays } } },
      { ...opts, dependsOn: [versioning] },
    ),
  };
}
