/** Actions on the contents of objects: what the fences of a bucket hold back. */
export const OBJECT_ACTIONS = [
  's3:AbortMultipartUpload',
  's3:DeleteObject',
  's3:DeleteObjectVersion',
  's3:GetObject',
  's3:GetObjectVersion',
  's3:ListMultipartUploadParts',
  's3:PutObject',
] as const;

/** Actions that show names of objects. */
export const LIST_ACTIONS = ['s3:ListBucket', 's3:ListBucketMultipartUploads', 's3:ListBucketVersions'] as const;

/**
 * Everything that reads or changes data. A fence names these and not `s3:*`: with it the deployer could neither read nor
 * repair the policy, and only the root of the account could let it in again.
 */
export const DATA_ACTIONS: readonly string[] = [...OBJECT_ACTIONS, ...LIST_ACTIONS].sort();

/** Writing and resuming a checkpoint: put, read back, and clean up what was broken off. */
export const CHECKPOINT_ACTIONS = [
  's3:AbortMultipartUpload',
  's3:GetObject',
  's3:ListMultipartUploadParts',
  's3:PutObject',
] as const;

/** Giving up a checkpoint, where the description lets training do that. Not its versions: what was deleted can come back. */
export const DELETE_ACTION = 's3:DeleteObject';

/** Everything that training does with its buckets, in one list for the endpoint that carries it. */
export const TRAINING_ACTIONS: readonly string[] = [...CHECKPOINT_ACTIONS, 's3:ListBucket'].sort();
