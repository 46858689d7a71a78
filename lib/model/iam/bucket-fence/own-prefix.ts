import { bucketArn } from '../../aws/arn';
import type { Statement } from '../document';
import { mayRead, type BucketFence } from './fence';

/**
 * The wall of a project whose prefix is not its namespace: nobody else below the prefix, and its role nowhere else. Each
 * such project adds some 800 characters to the policy, which ends at 20 KB. Patterns of actions keep it that short; they
 * meet objects and lists only, so that who deploys can still mend the policy.
 */
export function ownPrefixFences(fence: BucketFence): readonly Statement[] {
  const { place, bucket } = fence;
  const all = bucketArn(place, bucket);
  return fence.ownFences.flatMap(({ role, prefix }, index): Statement[] => {
    const own = bucketArn(place, bucket, `${prefix}*`);
    const itself = { ArnEquals: { 'aws:PrincipalArn': role } };
    const deny = { Effect: 'Deny', Principal: '*' } as const;
    return [
      {
        Sid: `Fence${index}`,
        ...deny,
        Action: 's3:*',
        Resource: own,
        Condition: { ArnNotLike: { 'aws:PrincipalArn': [role, ...mayRead(fence)] } },
      },
      { Sid: `Confine${index}`, ...deny, Action: 's3:*', NotResource: [own, all], Condition: itself },
      {
        Sid: `ConfineLists${index}`,
        ...deny,
        Action: 's3:ListBucket*',
        Resource: all,
        Condition: { ...itself, StringNotLike: { 's3:prefix': `${prefix}*` } },
      },
    ];
  });
}
