import type { Fault } from '../fault/fault';
import { shown } from '../fault/fault';

export const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;
/** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html; it stands in ARNs, conditions and paths. */
export const CLUSTER_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;
export const ACCOUNT = /^\d{12}$/;

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
export const BUCKET_NAME = /^[a-z0-9][-a-z0-9.]{1,61}[a-z0-9]$/;
export const BUCKET_NAME_RULE = 'the name of an S3 bucket: 3 to 63 lower-case letters, digits, dashes, dots';

/** Ids of file systems and access points. */
export const FILE_SYSTEM_ID = /^[a-z]+-[0-9a-f]{8,40}$/;
/** The mount name that FSx for Lustre gives. */
export const LUSTRE_MOUNT_NAME = /^[a-z0-9]{1,8}$/;
export const VPC_ENDPOINT_ID = /^vpce-[0-9a-f]{8,17}$/;
export const CAPACITY_RESERVATION_ID = /^cr-[0-9a-f]{8,17}$/;

const ROLE_ARN = /^arn:(aws|aws-cn|aws-us-gov):iam::(\d{12}):role\/[A-Za-z0-9_+=,.@/-]+$/;
const KEY_ARN = /^arn:aws[-a-z]*:kms:[-a-z0-9]+:\d{12}:key\/[-0-9a-z]+$/;

/** Partition and account of the ARN of one role; undefined for everything else, patterns among it. */
export function parseRoleArn(text: string): { readonly partition: string; readonly account: string } | undefined {
  const [, partition, account] = ROLE_ARN.exec(text) ?? [];
  return partition === undefined || account === undefined ? undefined : { partition, account };
}

/** A fault unless the text is the ARN of a key; a condition on an alias's ARN never matches. */
export function keyArnFaults(arn: string | undefined, path: string): Fault[] {
  if (arn === undefined || KEY_ARN.test(arn)) return [];
  return [
    {
      path,
      given: shown(arn),
      allowed: 'the ARN of a KMS key (not of an alias)',
      fix: 'arn:<partition>:kms:<region>:<account>:key/<id>',
    },
  ];
}
