import * as cloudwatch from '@pulumi/aws/cloudwatch';
import type * as pulumi from '@pulumi/pulumi';
import type { Aws } from '../model';
import { logKeyPolicy } from '../model/iam';
import { keyAlias } from '../model/storage/storage-keys';
import { encryptionKey, type EncryptionKey } from './encryption-key';

/** Days that a log is kept unless said otherwise: an incident is found months after it began. */
const LOG_RETENTION_DAYS = 365;

export interface EncryptedLogGroup extends EncryptionKey {
  readonly group: cloudwatch.LogGroup;
}

/** A log group with a key of its own, which CloudWatch uses for this group only. */
export function encryptedLogGroup(
  name: string,
  { platform, aws, use, group, retentionDays }: LogGroupParts,
  tags: Record<string, string>,
  opts: pulumi.CustomResourceOptions,
): EncryptedLogGroup {
  const { key, alias } = encryptionKey(
    `${name}-key`,
    keyAlias(aws.cluster.name, platform, use),
    `Encrypts the log group ${group}`,
    logKeyPolicy(aws, [group]),
    tags,
    opts,
  );
  const logs = new cloudwatch.LogGroup(
    name,
    { name: group, retentionInDays: retentionDays ?? LOG_RETENTION_DAYS, kmsKeyId: key.arn, tags },
    opts,
  );
  return { group: logs, key, alias };
}

export interface LogGroupParts {
  /** Name of the platform. */
  readonly platform: string;
  readonly aws: Aws;
  /** Last part of the key's alias. */
  readonly use: string;
  /** Name of the group. */
  readonly group: string;
  readonly retentionDays: number | undefined;
}
