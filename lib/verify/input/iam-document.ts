import { isRecord } from '../record';

/**
 * Whether a document is IAM's: a policy (`Statement`), or what the AWS CLI prints around policies: `get-role`,
 * `get-role-policy`, `get-policy-version`, `get-bucket-policy`, `get-key-policy`, `get-account-authorization-details`,
 * `describe-vpc-endpoints`.
 */
export function looksLikeIam(value: unknown): boolean {
  if (!isRecord(value) || Object.hasOwn(value, 'kind')) return false;
  return IAM_KEYS.some((key) => Object.hasOwn(value, key)) || holdsPolicy(value);
}

/** What `get-policy` and `describe-policy` of organizations print under the same name is about a policy, and not its text. */
function holdsPolicy(value: Readonly<Record<string, unknown>>): boolean {
  const { Policy: policy } = value;
  return typeof policy === 'string' || (isRecord(policy) && Object.hasOwn(policy, 'Statement'));
}

const IAM_KEYS = [
  'Statement',
  'Role',
  'RoleDetailList',
  'PolicyDocument',
  'PolicyVersion',
  'VpcEndpoints',
  'AssumeRolePolicyDocument',
] as const;
