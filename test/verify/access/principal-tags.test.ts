import { UNKNOWN_TEXT } from '../../../lib/model/pulumi-marks';
import { accessFacts } from '../../../lib/verify/access/facts/access-facts';
import { ANYWHERE, prove } from '../../../lib/verify/access/proof/proof';
import { inputsOf } from '../../../lib/verify/input/inputs';

const URN = 'urn:pulumi:dev::p::';
const PROVIDER = `${URN}pulumi:providers:aws::aws`;
const statement = (Condition?: object): object => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:PutBucketPolicy', Resource: '*', Condition }],
});
/** A right under a condition on a tag. */
const policy = statement({ StringEquals: { 'aws:PrincipalTag/Environment': 'prod' } });
const trust = {
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
const PROD = { Environment: 'prod' };
const PRINTED = [{ Key: 'Environment', Value: 'prod' }];

const planned = (type: string, inputs: object, rest: object = {}): object => ({
  urn: `${URN}${type}::${type.slice(type.lastIndexOf(':') + 1)}`,
  type,
  inputs,
  ...rest,
});
const plan = (...resources: readonly object[]): object => ({ version: 3, deployment: { resources } });
const role = (inputs: object, rest: object = {}): object =>
  planned(
    'aws:iam/role:Role',
    {
      name: 'r',
      arn: 'arn:aws:iam::111122223333:role/r',
      assumeRolePolicy: JSON.stringify(trust),
      inlinePolicies: [{ name: 'p', policy: JSON.stringify(policy) }],
      ...inputs,
    },
    rest,
  );
const given = (type: string, holder: object): object =>
  planned(type, { ...holder, name: 'p', policy: JSON.stringify(policy) });
/** A role of a provider that gives tags to everything. */
const defaults = (defaultTags: unknown, inputs: object = {}): object =>
  plan(
    planned('pulumi:providers:aws', { region: 'us-west-2', defaultTags }),
    role(inputs, { provider: `${PROVIDER}::id` }),
  );
const details = (more: object): object => ({ RoleDetailList: [], UserDetailList: [], GroupDetailList: [], ...more });
const printedRole = (Tags: readonly object[]): object =>
  details({
    RoleDetailList: [
      {
        RoleName: 'r',
        Arn: 'arn:aws:iam::111122223333:role/r',
        AssumeRolePolicyDocument: trust,
        RolePolicyList: [{ PolicyName: 'p', PolicyDocument: policy }],
        Tags,
      },
    ],
  });

/** What is answered of the one holder of the right. */
function answer(...files: readonly object[]): string {
  const facts = accessFacts(inputsOf(files.map((file, at) => ({ name: `${at}.json`, text: JSON.stringify(file) }))));
  const holders = [...facts.roles, ...facts.users, ...facts.rolesElsewhere];
  expect(holders).toHaveLength(1);
  return prove(facts, holders[0] as never, [
    { ...ANYWHERE, meaning: 'rewrites a fence', actions: ['s3:PutBucketPolicy'] },
  ]).verdict;
}

test.each<[string, string, readonly object[]]>([
  ['nobody where a role has no tags', 'proved', [plan(role({}))]],
  [
    'nobody where its own tag goes before one of the provider',
    'proved',
    [defaults({ tags: PROD }, { tags: { Environment: 'dev' } })],
  ],
  ['a role whose provider gives it the tag, as text', 'leak', [defaults(JSON.stringify({ tags: PROD }))]],
  ['a role whose provider gives it the tag', 'leak', [defaults({ tags: PROD })]],
  ['perhaps a role whose provider gives nobody knows what', 'unknown', [defaults(UNKNOWN_TEXT)]],
  ['a role of a stack that reports the tag', 'leak', [plan(role({}, { outputs: { tagsAll: PROD } }))]],
  [
    'perhaps a role with the tag, whose value is not known',
    'unknown',
    [plan(role({ tags: { Environment: UNKNOWN_TEXT } }))],
  ],
  ['nobody where the value of another tag is not known', 'proved', [plan(role({ tags: { Team: UNKNOWN_TEXT } }))]],
  ['perhaps a role whose tags are not known', 'unknown', [plan(role({ tags: UNKNOWN_TEXT }))]],
  [
    'a user with the tag',
    'leak',
    [
      plan(
        planned('aws:iam/user:User', { name: 'bob', tags: PROD }),
        given('aws:iam/userPolicy:UserPolicy', { user: 'bob' }),
      ),
    ],
  ],
  [
    'perhaps a user whom the plan does not make',
    'unknown',
    [plan(given('aws:iam/userPolicy:UserPolicy', { user: 'bob' }))],
  ],
  ['perhaps members of a group', 'unknown', [plan(given('aws:iam/groupPolicy:GroupPolicy', { group: 'g' }))]],
  [
    'perhaps a role that the plan does not make',
    'unknown',
    [plan(given('aws:iam/rolePolicy:RolePolicy', { role: 'r' }))],
  ],
  [
    'perhaps a role of which one policy was printed',
    'unknown',
    [{ RoleName: 'r', PolicyName: 'p', PolicyDocument: policy }],
  ],
  ['a role that was printed with the tag', 'leak', [printedRole(PRINTED)]],
  [
    'a user who was printed with the tag',
    'leak',
    [
      details({
        UserDetailList: [
          { UserName: 'bob', UserPolicyList: [{ PolicyName: 'p', PolicyDocument: policy }], Tags: PRINTED },
        ],
      }),
    ],
  ],
  [
    'perhaps a role that was printed with a tag which the plan has not',
    'unknown',
    [plan(role({})), printedRole(PRINTED)],
  ],
  [
    'a role that was printed with the tag that the plan has',
    'leak',
    [plan(role({ tags: PROD })), printedRole(PRINTED)],
  ],
])('A right under a condition on a tag is held by %s', (_, verdict, files) => {
  expect(answer(...files)).toBe(verdict);
});
