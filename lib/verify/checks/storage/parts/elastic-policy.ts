import { accountOfArn } from '../../../../model/aws/arn';
import type { Policy } from '../../../access/policy/policy';
import { statementMatches } from '../../../access/policy/statement-match';
import { roleContext } from '../../../access/role-context';
import { supposedRole } from '../../../access/supposed-role';
import { fails, type Problem } from '../../../problem';

/** Mounts that nobody may make, whatever IAM gives him: what an Allow does not name, a policy of a role still gives. */
const WAYS_PAST = [
  // By whatever access point.
  { meaning: 'without TLS', secure: 'false', unknown: ['elasticfilesystem:AccessPointArn'] },
  { meaning: 'without an access point', secure: 'true', unknown: [] },
] as const;

/** What the policy of an EFS file system does not deny (https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html). */
export function elasticPolicyProblems(policy: Policy, fileSystemArn: string): readonly Problem[] {
  const anybody = roleContext(supposedRole('anybody', accountOfArn(fileSystemArn) ?? '', {}), []);
  const denies = policy.statements.filter(
    ({ effect, principals }) => effect === 'Deny' && principals?.everybody === true && !principals.negated,
  );
  return WAYS_PAST.flatMap(({ meaning, secure, unknown }): readonly Problem[] => {
    const context = anybody.withUnknown(unknown).with([
      ['elasticfilesystem:AccessedViaMountTarget', 'true'],
      ['aws:SecureTransport', secure],
    ]);
    const request = { action: 'elasticfilesystem:ClientMount', resource: fileSystemArn, context };
    if (denies.some((statement) => statementMatches(statement, request) === 'yes')) return [];
    return [fails(`its policy does not deny mounts ${meaning}`, { at: policy.place })];
  });
}
