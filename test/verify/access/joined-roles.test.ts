import { accessFacts } from '../../../lib/verify/access/facts/access-facts';
import { roleAsked } from '../../../lib/verify/access/facts/role-asked';
import { inputsOf } from '../../../lib/verify/input/inputs';
import { faultsOf } from '../../faults-of';

const ARN = 'arn:aws:iam::111122223333:role/r';
const POLICY = 'arn:aws:iam::aws:policy/Some';

const document = (Sid: string): object => ({
  Version: '2012-10-17',
  Statement: [{ Sid, Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
});
const trust = (AWS: string): object => ({
  Statement: [{ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' }],
});
const resource = (type: string, name: string, inputs: object): object => ({
  urn: `urn:pulumi:dev::p::${type}::${name}`,
  type,
  inputs,
});
const plan = (...more: readonly object[]): object => ({
  version: 3,
  deployment: {
    resources: [
      resource('aws:iam/role:Role', 'r', {
        name: 'r',
        arn: ARN,
        assumeRolePolicy: JSON.stringify(trust('111122223333')),
        inlinePolicies: [{ name: 'own', policy: JSON.stringify(document('Own')) }],
      }),
      ...more,
    ],
  },
});
const attached = resource('aws:iam/rolePolicyAttachment:RolePolicyAttachment', 'a', { role: 'r', policyArn: POLICY });

/** What AWS prints of the role of the plan. */
const printed = (change: object = {}): object => ({
  RoleDetailList: [
    {
      RoleName: 'r',
      Arn: ARN,
      AssumeRolePolicyDocument: trust('arn:aws:iam::111122223333:root'),
      RolePolicyList: [{ PolicyName: 'own', PolicyDocument: document('Own') }],
      AttachedManagedPolicies: [],
      ...change,
    },
  ],
  Policies: [{ Arn: POLICY, PolicyVersionList: [{ IsDefaultVersion: true, Document: document('OfAws') }] }],
});
const ATTACHED = { AttachedManagedPolicies: [{ PolicyArn: POLICY }] };

const facts = (...files: readonly object[]): ReturnType<typeof accessFacts> =>
  accessFacts(inputsOf(files.map((file, index) => ({ name: `${index}.json`, text: JSON.stringify(file) }))));
const rights = (...files: readonly object[]): unknown =>
  facts(...files).roles.map(({ identity, missing }) => [
    identity.flatMap(({ statements }) => statements.map(({ sid }) => sid)),
    missing.length,
  ]);

test('a role of a plan that AWS printed as well is one role', () => {
  expect(rights(plan(), printed())).toEqual([[['Own'], 0]]);
});

test('a policy of AWS that a plan attaches is as it was printed', () => {
  expect(rights(plan(attached))).toEqual([[['Own'], 1]]);
  expect(rights(plan(attached), printed(ATTACHED))).toEqual([[['Own', 'OfAws'], 0]]);
});

test('the trust alone that AWS printed leaves the policies to the plan', () => {
  const Role = { RoleName: 'r', Arn: ARN, AssumeRolePolicyDocument: trust('111122223333') };
  expect(rights(plan(), { Role })).toEqual([[['Own'], 0]]);
});

test.each<[string, object]>([
  ['a further policy', { RolePolicyList: [{ PolicyName: 'more', PolicyDocument: document('More') }] }],
  ['fewer policies', { RolePolicyList: [] }],
  ['a policy that the plan does not attach', ATTACHED],
  ['another trust', { AssumeRolePolicyDocument: trust('999988887777') }],
  ['a boundary that the plan has not', { PermissionsBoundary: { PermissionsBoundaryArn: POLICY } }],
])('a role of a plan is refused of which AWS printed %s: which of the two counts, nobody knows', (_, change) => {
  expect(faultsOf(() => facts(plan(), printed(change)))[0]?.given).toContain('role r with other policies');
});

test('of roles of one name in two accounts one is asked about by its ARN', () => {
  const other = 'arn:aws:iam::999988887777:role/r';
  const both = facts(plan(), printed({ Arn: other }));
  expect(roleAsked(both, 'r')).toBe(`2 roles are called r: give the ARN, ${ARN} or ${other}`);
  expect(roleAsked(both, other)).toMatchObject({ arn: other });
});

test('a policy that was printed by itself is one of the role of the plan', () => {
  const further = { RoleName: 'r', PolicyName: 'more', PolicyDocument: document('More') };
  expect(rights(plan(), further)).toEqual([[['Own', 'More'], 0]]);
  expect(rights(plan(), { ...further, PolicyDocument: document('Own') })).toEqual([[['Own'], 0]]);
});

test('what a plan gives to a role that AWS printed and that it does not make is one of its policies', () => {
  const given = resource('aws:iam/rolePolicy:RolePolicy', 'g', {
    role: 'r',
    policy: JSON.stringify(document('Given')),
  });
  const elsewhere = { version: 3, deployment: { resources: [given] } };
  expect(rights(elsewhere, printed())).toEqual([[['Own', 'Given'], 0]]);
  expect(facts(elsewhere, printed()).rolesElsewhere).toEqual([]);
});

test('a policy whose text a plan does not know stays unknown beside one that AWS printed under another name', () => {
  const unknown = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
  const given = resource('aws:iam/rolePolicy:RolePolicy', 'g', { role: 'r', policy: unknown });
  const named = (PolicyName: string): object =>
    printed({
      RolePolicyList: ['own', PolicyName].map((name) => ({
        PolicyName: name,
        PolicyDocument: document(name === 'own' ? 'Own' : 'More'),
      })),
    });
  expect(rights(plan(given), named('g-7f3a'))).toEqual([[['Own'], 1]]);
  expect(rights(plan(given), named('g'))).toEqual([[['Own', 'More'], 0]]);
});
