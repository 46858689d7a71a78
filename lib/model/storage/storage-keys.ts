import * as v from 'valibot';
import { optionalWeakening, weakeningFaults, type Weakening } from '../risk/accepted-risk';
import type { Fault } from '../fault/fault';
import { shown } from '../fault/fault';
import { keyArnFaults } from '../names';
import { optionalText, shape, type Draft } from '../fault/shape';

/** What a key encrypts: one key each, so that a right on one is no right on the other. */
export const KEY_USES = ['datasets', 'checkpoints'] as const;
export type KeyUse = (typeof KEY_USES)[number];

/** KMS keys of the training buckets. */
export interface StorageKeyProps {
  /** ARN of an existing key for the data buckets. @default - a key of ours, named by its alias */
  readonly datasets?: string;
  /** ARN of an existing key for the checkpoint buckets. @default - a key of ours, named by its alias */
  readonly checkpoints?: string;
  /**
   * Accepts S3 Bucket Keys. They save KMS calls and make the encryption context the bucket's instead of the object's: KMS
   * then tells no projects apart (https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html).
   * @default - off: one KMS call an object, and each project can decrypt below its own prefix only
   */
  readonly bucketKeys?: Weakening;
}

/**
 * A key as policies name it. KMS chooses the id of a new key, so a key of ours is named by its alias, which we choose:
 * the document is whole before the key exists
 * (https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html).
 */
export type KeyReference = { readonly arn: string } | { readonly alias: string };

/** KMS keys of the training buckets, as policies name them. */
export interface StorageKeys {
  /** Key of the data buckets. */
  readonly datasets: KeyReference;
  /** Key of the checkpoint buckets, never that of the data. */
  readonly checkpoints: KeyReference;
  /** Why S3 Bucket Keys are on; undefined where they are off. */
  readonly bucketKeys?: Weakening;
}

export const storageKeyShape = v.optional(
  shape<StorageKeyProps>({ datasets: optionalText, checkpoints: optionalText, bucketKeys: optionalWeakening }),
);

export function resolveStorageKeys(cluster: string, platform: string, props: StorageKeyProps = {}): StorageKeys {
  const key = (use: KeyUse): KeyReference => {
    const arn = props[use];
    return arn === undefined ? { alias: keyAlias(cluster, platform, use) } : { arn };
  };
  return {
    datasets: key('datasets'),
    checkpoints: key('checkpoints'),
    ...(props.bucketKeys === undefined ? {} : { bucketKeys: props.bucketKeys }),
  };
}

/** `alias/train-1/ml-datasets`: every platform of every cluster has keys of its own. */
export function keyAlias(cluster: string, platform: string, use: string): string {
  return `alias/${cluster}/${platform}-${use}`;
}

export function storageKeyFaults(props: Draft<StorageKeyProps> | undefined, path: string): Fault[] {
  if (props === undefined) return [];
  const faults = KEY_USES.flatMap((use) => keyArnFaults(props[use], `${path}.${use}`));
  if (props.datasets !== undefined && props.datasets === props.checkpoints) {
    faults.push({
      path: `${path}.checkpoints`,
      given: shown(props.checkpoints),
      allowed: 'another key than that of the datasets',
      fix: 'whoever may write checkpoints could otherwise encrypt what stands for data',
    });
  }
  return [...faults, ...weakeningFaults(props.bucketKeys, `${path}.bucketKeys`)];
}
