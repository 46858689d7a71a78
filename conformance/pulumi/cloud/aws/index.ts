import type { ResourceType } from '../resource-type';
import { ec2 } from './ec2';
import { efs } from './efs';
import { eks } from './eks';
import { iam } from './iam';
import { kms } from './kms';
import { registryAndLogs } from './registry-and-logs';
import { s3 } from './s3';

/** What is known of the types of AWS that the components make. */
export const awsTypes: Readonly<Record<string, ResourceType>> = {
  ...ec2,
  ...efs,
  ...eks,
  ...iam,
  ...kms,
  ...registryAndLogs,
  ...s3,
};
