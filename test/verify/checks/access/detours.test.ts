import type { Loose } from '../example';
import { turnedByPlan, withPlan, type LoosePlan } from '../planned-example';

withPlan();

const gives =
  (name: string, Action: string | readonly string[], Resource = '*') =>
  (plan: LoosePlan): void =>
    plan.policy('RolePolicy', name, ({ Statement }) => Statement.push({ Effect: 'Allow', Action, Resource }));
const operator = (action: string, resource?: string) => gives('ml-autoscaler-role-scale', action, resource);
const project = (...actions: readonly string[]) => gives('alpha-role-storage', actions);
const trust =
  (change: (statements: Loose[]) => void) =>
  (plan: LoosePlan): void =>
    plan.policy('Role', 'alpha-role', ({ Statement }) => change(Statement), 'assumeRolePolicy');
const demands =
  (keys: object) =>
  ([statement]: Loose[]): void =>
    void Object.assign(statement.Condition.StringEquals, keys);

const OWN = 'arn:aws:iam::111122223333';
const ALPHA = `${OWN}:role/training/ml/ml-alpha`;
/** A policy of a bucket or a key that names somebody. */
const names = (kind: string, name: string, AWS: string, Action: string) => (plan: LoosePlan) =>
  plan.policy(kind, name, ({ Statement }) =>
    Statement.push({
      Effect: 'Allow',
      Principal: { AWS },
      Action,
      Resource: kind === 'Key' ? '*' : 'arn:aws:s3:::training-data-bucket',
    }),
  );
const taken = (role: string, AWS: string) => (plan: LoosePlan) =>
  plan.policy(
    'Role',
    role,
    ({ Statement }) => Statement.push({ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' }),
    'assumeRolePolicy',
  );
const otherBucket = (AWS: string) => (plan: LoosePlan) => {
  const { inputs } = plan.copy('BucketPolicy', 'ml-audit', 'shop');
  const Statement = [{ Effect: 'Allow', Principal: { AWS }, Action: 's3:PutObject', Resource: 'arn:aws:s3:::shop/*' }];
  Object.assign(inputs, { bucket: 'shop', policy: JSON.stringify({ Version: '2012-10-17', Statement }) });
};
const ISSUER = 'oidc.eks.us-west-2.amazonaws.com/id/OWN';
/** Adds a role that trusts tokens of an issuer, beside a cluster whose issuer is known. */
const forTokens =
  (operator?: string, sub?: string, issuer = ISSUER) =>
  (plan: LoosePlan): void => {
    plan.resource('Cluster', 'ml').outputs.identities = [{ oidcs: [{ issuer: `https://${ISSUER}` }] }];
    const statement = {
      Effect: 'Allow',
      Principal: { Federated: `${OWN}:oidc-provider/${issuer}` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: { [`${issuer}:aud`]: 'sts.amazonaws.com' },
        ...(operator === undefined ? {} : { [operator]: { [`${issuer}:sub`]: sub } }),
      },
    };
    const assumeRolePolicy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    Object.assign(plan.copy('Role', 'ml-role', 'added').inputs, { name: 'added', assumeRolePolicy });
  };
const EVE = 'arn:aws:iam::111122223333:user/eve';
/** Adds a role under the path of projects' roles that reads all training data, but for the fence. */
const training =
  (Principal: object, Action = ['sts:AssumeRole', 'sts:AssumeRoleWithWebIdentity', 'sts:TagSession']) =>
  (plan: LoosePlan): void => {
    const { inputs } = plan.copy('Role', 'ml-role', 'added');
    const document = (statement: object): string =>
      JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
    Object.assign(inputs, {
      name: 'added',
      path: '/training/ml/',
      assumeRolePolicy: document({ Principal, Action }),
      inlinePolicies: [
        { name: 'all', policy: document({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::training-data-bucket/*' }) },
      ],
    });
  };

describe('what a change of rights beside the data turns', () => {
  test.each<[string, readonly string[], (plan: LoosePlan) => void]>([
    [
      'an operator that rewrites policies of buckets',
      ['access/outsiders', 'audit/not-stopped'],
      operator('s3:PutBucketPolicy'),
    ],
    ['an operator that copies buckets', ['access/outsiders'], operator('s3:PutReplicationConfiguration')],
    [
      'an operator that has names of objects sent elsewhere',
      ['access/outsiders'],
      operator('s3:PutBucketNotification'),
    ],
    ['an operator that looks at notifications', [], operator('s3:GetBucketNotification')],
    ['an operator that lets itself into the cluster', ['access/outsiders'], operator('eks:AssociateAccessPolicy')],
    [
      'entries of another cluster',
      [],
      operator('eks:CreateAccessEntry', 'arn:aws:eks:us-west-2:111122223333:cluster/shop'),
    ],
    ['policies of another bucket', [], operator('s3:PutBucketPolicy', 'arn:aws:s3:::shop')],
    ['an operator that gives roles rights', ['access/outsiders', 'audit/not-stopped'], operator('iam:PutRolePolicy')],
    [
      'an operator that says who takes on roles',
      ['access/outsiders', 'audit/not-stopped'],
      operator('iam:UpdateAssumeRolePolicy'),
    ],
    [
      'an operator that makes roles where the bucket looks for training',
      ['access/outsiders'],
      operator('iam:PutRolePolicy', `${OWN}:role/training/ml/web-*`),
    ],
    [
      'rights of another role',
      [],
      operator('iam:PutRolePolicy', 'arn:aws:iam::111122223333:role/training-platform/ml/x'),
    ],
    ['a project that reads secrets', ['access/other-services'], project('secretsmanager:GetSecretValue')],
    ['a project that changes functions', ['access/other-services'], project('lambda:Update*')],
    ['a project with buckets of another kind', ['access/other-services'], project('s3express:CreateSession')],
    [
      'a project that makes tables of objects',
      ['access/escalation'],
      project('s3:CreateBucketMetadataTableConfiguration'),
    ],
    ['a project that says which key a name means', ['access/other-services'], project('kms:UpdateAlias')],
    ['a project that reads settings of buckets', [], project('s3:GetBucketLocation', 's3:GetBucketVersioning')],
    ['nodes that push images', ['access/node-roles'], gives('p4d-alpha-role-node', 'ecr:PutImage')],
    ['nodes that read secrets', ['access/node-roles'], gives('p4d-alpha-role-node', 'secretsmanager:GetSecretValue')],
    ['nodes whose role another account takes on', ['access/node-roles'], taken('p4d-alpha-role', '999988887777')],
    ['nodes whose role an administrator takes on', [], taken('p4d-alpha-role', `${OWN}:role/platform-admin`)],
    [
      'an agent on every node whose role another account takes on',
      ['access/agent-roles'],
      taken('ml-vpc-cni-role', 'arn:aws:iam::999988887777:role/partner'),
    ],
    ['nodes that look at images', [], gives('p4d-alpha-role-node', 'ecr:DescribeImages')],
    ['a role of training whose user says which project it is', ['access/outsiders'], training({ AWS: EVE })],
    [
      'a role of training whose issuer says which project it is',
      ['access/outsiders'],
      training({ Federated: 'arn:aws:iam::111122223333:oidc-provider/idp.example' }),
    ],
    ['a role of training that nobody tags', [], training({ AWS: EVE }, ['sts:AssumeRole'])],
    [
      'a bucket that lets a project change its policy',
      ['access/escalation', 'access/fence'],
      names('BucketPolicy', 'ml-training-data-bucket', ALPHA, 's3:PutBucketPolicy'),
    ],
    [
      'a bucket that lets another role change its policy',
      ['access/fence'],
      names('BucketPolicy', 'ml-training-data-bucket', `${OWN}:role/web`, 's3:PutBucketPolicy'),
    ],
    [
      'a bucket that leaves its policy to the rights of its account',
      [],
      names('BucketPolicy', 'ml-training-data-bucket', `${OWN}:root`, 's3:PutBucketPolicy'),
    ],
    [
      'a bucket that lets another account change its policy',
      ['access/fence'],
      (p) => {
        names('BucketPolicy', 'ml-training-data-bucket', 'arn:aws:iam::999988887777:root', 's3:PutBucketPolicy')(p);
        p.policy('BucketPolicy', 'ml-training-data-bucket', (policy) => {
          policy.Statement = policy.Statement.filter(({ Sid }: Loose) => Sid !== 'OnlyOurAccount');
        });
      },
    ],
    ['another bucket that lets a project write', ['access/other-buckets'], otherBucket(ALPHA)],
    ['another bucket that its account may write', [], otherBucket(`${OWN}:root`)],
    [
      'a key that lets a project open it for others',
      ['access/escalation'],
      names('Key', 'ml-datasets-key', ALPHA, 'kms:CreateGrant'),
    ],
    [
      'a role for tokens of every project',
      ['access/escalation'],
      forTokens('StringLike', 'system:serviceaccount:ml-*'),
    ],
    ['a role for tokens of whoever is in the cluster', ['access/escalation'], forTokens()],
    ['a role for tokens of an operator', [], forTokens('StringLike', 'system:serviceaccount:kube-system:*')],
    [
      'a role for tokens of every project of another cluster',
      [],
      forTokens('StringLike', 'system:serviceaccount:ml-*', 'oidc.eks.us-west-2.amazonaws.com/id/OTHER'),
    ],
    [
      'a role for tokens of pipelines',
      [],
      forTokens('StringLike', 'repo:org/*', 'token.actions.githubusercontent.com'),
    ],
    ['a CNI that reads secrets', ['access/agent-roles'], gives('ml-vpc-cni-role-cni', 'secretsmanager:GetSecretValue')],
    ['a CNI that writes logs', [], gives('ml-vpc-cni-role-cni', ['logs:PutLogEvents', 'cloudwatch:PutMetricData'])],
    [
      'an agent whose objects are in no file, with the role of an operator',
      ['access/agent-roles'],
      (p) => (p.inputs('PodIdentityAssociation', 'ml-autoscaler').serviceAccount = 'falco'),
    ],
    [
      'an add-on on every node with a role that gives others rights',
      ['access/agent-roles'],
      (p) => {
        operator('iam:PutRolePolicy', `${OWN}:role/x`)(p);
        p.inputs('Addon', 'ml-vpc-cni').serviceAccountRoleArn = p.inputs(
          'PodIdentityAssociation',
          'ml-autoscaler',
        ).roleArn;
      },
    ],
    [
      'an association of the role of that name in another account',
      ['access/pods-get-roles'],
      (p) => (p.inputs('PodIdentityAssociation', 'alpha').roleArn = ALPHA.replace('111122223333', '999988887777')),
    ],
    ['a project that asks who it is', [], project('sts:GetCallerIdentity')],
    [
      'a trust with a deny',
      ['access/trust'],
      trust((all) => all.push({ Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' })),
    ],
    [
      'a trust that denies the tags with which the agent takes it on',
      ['access/trust'],
      trust((all) => all.push({ Effect: 'Deny', Principal: '*', Action: 'sts:TagSession' })),
    ],
    ['a trust of pods of another account', ['access/trust'], trust(demands({ 'aws:SourceAccount': '999988887777' }))],
    [
      'a trust that names account and cluster once more',
      [],
      trust(
        demands({
          'aws:SourceAccount': '111122223333',
          'aws:SourceArn': 'arn:aws:eks:us-west-2:111122223333:cluster/ml',
        }),
      ),
    ],
  ])('%s', (_, expected, change) => {
    expect(turnedByPlan(change)).toEqual(expected);
  });
});
