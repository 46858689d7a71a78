import type { ResourceType } from '../resource-type';
import { provider } from './arn';

/** A setting of a bucket: one a bucket, so the bucket is its id. */
function ofBucket(file: string, required: readonly string[], optional: readonly string[] = []): ResourceType {
  return {
    required: ['bucket', ...required],
    optional,
    replaces: ['bucket', 'expectedBucketOwner'],
    source: provider(`s3/${file}`),
    name: 'bucket',
    id: ({ bucket }) => String(bucket),
  };
}

export const s3: Readonly<Record<string, ResourceType>> = {
  'aws:s3/bucket:Bucket': {
    required: [],
    optional: ['bucket', 'forceDestroy', 'objectLockEnabled', 'tags'],
    replaces: ['bucket', 'objectLockEnabled'],
    source: provider('s3/bucket.go'),
    name: 'bucket',
    id: ({ bucket }, fresh) => String(bucket ?? `bucket-${fresh}`),
    outputs: (id, _, { region }) => ({
      arn: `arn:aws:s3:::${id}`,
      bucketDomainName: `${id}.s3.amazonaws.com`,
      region,
    }),
  },
  'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration': ofBucket(
    'bucket_lifecycle_configuration.go',
    [],
    ['rules'],
  ),
  'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration': ofBucket(
    'bucket_object_lock_configuration.go',
    [],
    ['rule', 'objectLockEnabled'],
  ),
  'aws:s3/bucketOwnershipControls:BucketOwnershipControls': ofBucket('bucket_ownership_controls.go', ['rule']),
  'aws:s3/bucketPolicy:BucketPolicy': ofBucket('bucket_policy.go', ['policy']),
  'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock': ofBucket(
    'bucket_public_access_block.go',
    [],
    ['blockPublicAcls', 'blockPublicPolicy', 'ignorePublicAcls', 'restrictPublicBuckets'],
  ),
  'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration': ofBucket(
    'bucket_server_side_encryption_configuration.go',
    ['rules'],
  ),
  'aws:s3/bucketVersioning:BucketVersioning': ofBucket('bucket_versioning.go', ['versioningConfiguration']),
};
