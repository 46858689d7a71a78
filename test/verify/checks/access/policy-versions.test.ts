import { UNKNOWN_TEXT } from '../../../../lib/model/pulumi-marks';
import { turnedByPlan, withPlan, type LoosePlan } from '../planned-example';

withPlan();

type Change = (plan: LoosePlan) => void;

const OWN = 'arn:aws:iam::111122223333';
const urnOf = (type: string, name: string): string => `urn:pulumi:dev::training-cluster::${type}::${name}`;
const document = (Action: string | readonly string[], Resource = '*', more: readonly object[] = []): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }, ...more] });
/** A managed policy of the plan; its ARN is the account's, and is not known before it is made. */
const managed =
  (name: string, policy = document('s3:ListAllMyBuckets')): Change =>
  (plan) =>
    void plan.resources.push({
      urn: urnOf('aws:iam/policy:Policy', name),
      type: 'aws:iam/policy:Policy',
      custom: true,
      inputs: { name, policy },
    });
const attached =
  (name: string, role: string): Change =>
  (plan) => {
    const type = 'aws:iam/rolePolicyAttachment:RolePolicyAttachment';
    const propertyDependencies = { policyArn: [urnOf('aws:iam/policy:Policy', name)] };
    const inputs = { role, policyArn: UNKNOWN_TEXT };
    plan.resources.push({ urn: urnOf(type, `${name}-${role}`), type, custom: true, inputs, propertyDependencies });
  };
/** A role of an operator, perhaps within a boundary. */
const operator =
  (policy: string, boundary?: string): Change =>
  (plan) => {
    const role = plan.copy('Role', 'ml-role', 'ops');
    const inline = { name: 'own', policy };
    Object.assign(role.inputs, { name: 'ops', inlinePolicies: [inline] });
    if (boundary === undefined) return;
    role.inputs.permissionsBoundary = UNKNOWN_TEXT;
    role.propertyDependencies = { permissionsBoundary: [urnOf('aws:iam/policy:Policy', boundary)] };
  };
const changes = (name: string): string => document('iam:CreatePolicyVersion', `${OWN}:policy/${name}`);
const all =
  (...steps: readonly Change[]): Change =>
  (plan) =>
    steps.forEach((step) => step(plan));
describe('Who changes what a managed policy says gives rights to whoever has it', () => {
  test.each<[string, readonly string[], Change]>([
    [
      'its own',
      ['access/outsiders'],
      all(managed('own', changes('own')), operator(document('ec2:Describe*')), attached('own', 'ops')),
    ],
    [
      'one that it has and may switch back',
      ['access/outsiders'],
      all(managed('own'), operator(document('iam:SetDefaultPolicyVersion', `${OWN}:policy/*`)), attached('own', 'ops')),
    ],
    [
      'one of a project',
      ['access/outsiders'],
      all(managed('lists'), attached('lists', 'ml-alpha'), operator(changes('lists'))),
    ],
    [
      'one by which the log of the network is written',
      ['audit/not-stopped'],
      all(managed('writes'), attached('writes', 'ml.flow-logs'), operator(changes('writes'))),
    ],
    ['one that nobody has of whom it matters', [], all(managed('shop'), operator(changes('shop')))],
    ['whatever one, where all are those of AWS', [], operator(changes('*'))],
    [
      'its boundary, which then is none',
      ['access/outsiders'],
      all(
        managed('limit', document(['iam:CreatePolicyVersion', 'ec2:*'])),
        operator(document(['iam:CreatePolicyVersion', 's3:PutBucketPolicy']), 'limit'),
      ),
    ],
    [
      'others than its boundary, which denies to change it',
      [],
      all(
        managed(
          'limit',
          document(['iam:CreatePolicyVersion', 'ec2:*'], '*', [
            { Effect: 'Deny', Action: 'iam:*PolicyVersion', Resource: `${OWN}:policy/limit` },
          ]),
        ),
        operator(document(['iam:CreatePolicyVersion', 's3:PutBucketPolicy']), 'limit'),
      ),
    ],
  ])('%s', (_, expected, change) => {
    expect(turnedByPlan(change)).toEqual(expected);
  });
});
