import { accessFacts } from '../../../lib/verify/access/facts/access-facts';
import { ANYTHING, concat, literal } from '../../../lib/verify/glob/glob';
import { namedPrincipals } from '../../../lib/verify/access/named-principals';
import type { Policy } from '../../../lib/verify/access/policy/policy';
import { inputsOf } from '../../../lib/verify/input/inputs';

const IAM = 'arn:aws:iam::111122223333:';
const PARTNER = 'arn:aws:iam::999988887777:role/partner';

/** ARNs of the roles that a policy names in a deny's exemption. */
function named(key: string, ...values: string[]): readonly (string | undefined)[] {
  const text = JSON.stringify({
    Statement: [
      { Effect: 'Allow', Principal: { AWS: PARTNER }, Action: 's3:*', Resource: 'arn:aws:s3:::data' },
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: 'arn:aws:s3:::data',
        Condition: { StringNotLike: { [key]: values } },
      },
    ],
  });
  const policy = accessFacts(inputsOf([{ name: 'policy.json', text }])).buckets.get('data') as Policy;
  const except = [concat(literal(`${IAM}role/training/`), ANYTHING)];
  const found = namedPrincipals(policy, { partition: 'aws', accounts: ['111122223333'], except });
  return found.map(({ role }) => role.arn).filter((arn) => arn !== PARTNER && arn?.includes(':user/') !== true);
}

test('whoever a policy names is tried, and of a pattern somebody who is not meant by it', () => {
  expect(named('aws:PrincipalArn', `${IAM}role/a/ci`)).toEqual([`${IAM}role/a/ci`]);
  expect(named('aws:PrincipalArn', 'arn:aws:sts::111122223333:assumed-role/ci/x')).toEqual([`${IAM}role/ci`]);
  expect(named('aws:PrincipalAccount', '444455556666')).toEqual(['arn:aws:iam::444455556666:role/stranger']);
  expect(named('aws:PrincipalArn', '*:role/ci')).toEqual([`${IAM}role/ci`, 'arn:aws:iam::999988887777:role/ci']);
  expect(named('aws:PrincipalArn', `${IAM}role/training/*`)).toEqual([]);
  expect(named('aws:PrincipalArn', `${IAM}role/training*`)).toEqual([`${IAM}role/training`]);
  expect(named('aws:PrincipalArn', `${IAM}role/\${aws:PrincipalTag/team}/ci`)).toEqual([`${IAM}role//ci`]);
});
