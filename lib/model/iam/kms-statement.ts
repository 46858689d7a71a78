import { arn, bucketArn, viaService, type Place } from '../aws/arn';
import type { KeyReference } from '../storage/storage-keys';
import type { Condition, Statement } from './document';

/** What a role may do with a key. */
export type KeyRight = 'decrypt' | 'encrypt-and-decrypt';

const RIGHTS = {
  decrypt: { sid: 'DecryptTrainingData', actions: 'kms:Decrypt' },
  'encrypt-and-decrypt': { sid: 'EncryptCheckpoints', actions: ['kms:Decrypt', 'kms:GenerateDataKey'] },
} as const satisfies Record<KeyRight, { sid: string; actions: string | readonly string[] }>;

/** One bucket, the key of its objects, and whether that key is used by bucket or by object. */
export interface EncryptedBucket {
  readonly bucket: string;
  readonly key: KeyReference;
  readonly bucketKeys: boolean;
}

/**
 * Uses a key for objects below the prefix and only through S3: a call with the key itself is refused. S3 passes the ARN of
 * the object as encryption context, or with Bucket Keys that of the bucket, which tells no prefixes apart
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context).
 */
export function kmsStatement(
  place: Place,
  right: KeyRight,
  { bucket, key, bucketKeys }: EncryptedBucket,
  prefix: string,
): Statement {
  const { sid, actions } = RIGHTS[right];
  const context = bucketKeys ? bucketArn(place, bucket) : bucketArn(place, bucket, `${prefix}*`);
  const { resource, condition } = keyScope(place, key);
  return {
    Sid: sid,
    Effect: 'Allow',
    Action: actions,
    Resource: resource,
    Condition: {
      StringEquals: { 'kms:ViaService': viaService(place, 's3') },
      StringLike: { 'kms:EncryptionContext:aws:s3:arn': context },
      ...condition,
    },
  };
}

/** A key by its ARN, or any key of the account that bears the alias. */
function keyScope(place: Place, key: KeyReference): { readonly resource: string; readonly condition: Condition } {
  if ('arn' in key) return { resource: key.arn, condition: {} };
  return {
    resource: arn(place, 'kms', 'key/*'),
    condition: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': key.alias } },
  };
}
