import type { Condition } from './policy/policy';

/**
 * Keys that say of which organization a principal or a resource is. No file shows whose an organization is, and nobody chooses
 * it for a request (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html).
 */
export const ORGANIZATION_KEYS: readonly string[] = [
  'aws:PrincipalOrgID',
  'aws:PrincipalOrgPaths',
  'aws:ResourceOrgID',
  'aws:ResourceOrgPaths',
];

const LOWER = new Set(ORGANIZATION_KEYS.map((key) => key.toLowerCase()));

/** Values of a condition that name organizations; undefined for one on another key. */
export function organizationsIn({ key, values }: Pick<Condition, 'key' | 'values'>): readonly string[] | undefined {
  return LOWER.has(key) ? values : undefined;
}
