import { iamArn, type Place } from '../../aws/arn';
import type { Statement } from '../document';

/** Managing a key without using it (https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html). */
const ADMINISTRATION = [
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:Delete*',
  'kms:Describe*',
  'kms:Disable*',
  'kms:Enable*',
  'kms:Get*',
  'kms:List*',
  'kms:Put*',
  'kms:Revoke*',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:Update*',
] as const;

/**
 * Who manages the key: what IAM allows in this account. KMS refuses a key that its maker could not manage, and who makes it
 * is who deploys. Grants are not in it: a grant is a right to use the key that no policy shows.
 */
export function keyAdministration(place: Place): Statement {
  return {
    Sid: 'Administration',
    Effect: 'Allow',
    Principal: { AWS: accountRoot(place) },
    Action: ADMINISTRATION,
    Resource: '*',
  };
}

/** The account as a principal: whatever its IAM policies allow. */
export function accountRoot(place: Place): string {
  return iamArn(place, 'root');
}
