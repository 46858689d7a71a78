import { platform } from '../../../../examples/document-1/platform';
import type { Platform } from '../../../../lib/model';
import type { Loose } from '../example';
import { judgedPlan, turnedTo, withPlan, type LoosePlan } from '../planned-example';

withPlan();

type Change = (plan: LoosePlan, objects: Loose[]) => void;

const OWN = 'arn:aws:iam::111122223333';
const ADMIN = `${OWN}:role/platform-admin`;
const GITHUB = 'token.actions.githubusercontent.com';
const CLUSTER_ISSUER = 'oidc.eks.us-west-2.amazonaws.com/id/EXAMPLE';

const policy = (...Statement: readonly object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });

const put = (plan: LoosePlan, type: string, inputs: object): void => {
  const urn = `urn:pulumi:dev::training-cluster::${type}::added-${plan.resources.length}`;
  plan.resources.push({ urn, type, custom: true, inputs, propertyDependencies: {} });
};
const added =
  (type: string, inputs: object): Change =>
  (plan) =>
    put(plan, type, inputs);

/** A role of the plan with what its trust allows. */
const role =
  (name: string, Principal: unknown, Condition?: object): Change =>
  (plan) => {
    const Action = ['sts:AssumeRole', 'sts:AssumeRoleWithWebIdentity', 'sts:AssumeRoleWithSAML'];
    put(plan, 'aws:iam/role:Role', {
      name,
      arn: `${OWN}:role/${name}`,
      assumeRolePolicy: policy({
        Effect: 'Allow',
        Principal,
        Action,
        ...(Condition === undefined ? {} : { Condition }),
      }),
    });
  };
const admin = (Principal: unknown, Condition?: object): Change => role('platform-admin', Principal, Condition);
const byName = (name: string): Change => admin({ AWS: `${OWN}:role/${name}` });
const issued = (issuer: string, operator?: string, sub?: string): Change =>
  admin(
    { Federated: `${OWN}:oidc-provider/${issuer}` },
    sub === undefined
      ? { StringEquals: { [`${issuer}:aud`]: 'sts.amazonaws.com' } }
      : { [operator ?? '']: { [`${issuer}:sub`]: sub } },
  );
const both =
  (...changes: readonly Change[]): Change =>
  (plan, objects) =>
    changes.forEach((change) => change(plan, objects));
const ID = 'access/described-roles';
const FAILS = [`${ID} fail`];
const UNKNOWN = [`${ID} unknown`];

describe('who becomes an administrator of the description', () => {
  test.each<[string, readonly string[], Change]>([
    ['everybody of the account, as far as rights say', [], admin({ AWS: `${OWN}:root` })],
    ['the account by its number', [], admin({ AWS: '111122223333' })],
    ['a person', [], admin({ AWS: `${OWN}:user/ada` })],
    ['people of a provider of identities', [], admin({ Federated: `${OWN}:saml-provider/people` })],
    [
      'people of IAM Identity Center',
      [],
      byName('aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admins_0123456789abcdef'),
    ],
    ['a pipeline by its exact subject', [], issued(GITHUB, 'StringEquals', 'repo:org/infra:environment:production')],
    ['any pipeline of a repository', UNKNOWN, issued(GITHUB, 'StringLike', 'repo:org/infra:*')],
    ['any repository of the world', FAILS, issued(GITHUB, 'StringLike', 'repo:*')],
    ['whoever has a token of the issuer', FAILS, issued(GITHUB)],
    ['pods by tokens of the cluster', FAILS, issued(CLUSTER_ISSUER, 'StringEquals', 'system:serviceaccount:ops:x')],
    ['pods by their agent', FAILS, admin({ Service: 'pods.eks.amazonaws.com' })],
    [
      'pods of one account by their agent',
      FAILS,
      admin(
        { Service: 'pods.eks.amazonaws.com' },
        {
          StringEquals: {
            'aws:RequestTag/kubernetes-namespace': 'ops',
            'aws:RequestTag/kubernetes-service-account': 'x',
          },
        },
      ),
    ],
    ['instances', FAILS, admin({ Service: 'ec2.amazonaws.com' })],
    ['functions', FAILS, admin({ Service: 'lambda.amazonaws.com' })],
    ['another account', FAILS, admin({ AWS: 'arn:aws:iam::999988887777:root' })],
    ['everybody', [...FAILS, 'access/escalation fail'], admin('*')],
    ['users of an app', UNKNOWN, admin({ Federated: 'cognito-identity.amazonaws.com' })],
    ['a training node', FAILS, byName('training-nodes/ml/ml--p4d--alpha')],
    ['a node of the system', FAILS, byName('training-platform/ml/ml.system-nodes')],
    [
      'a session of a training node',
      FAILS,
      admin({ AWS: 'arn:aws:sts::111122223333:assumed-role/ml--p4d--alpha/i-1' }),
    ],
    ['an add-on', FAILS, byName('training-platform/ml/ml.vpc-cni')],
    ['a role that is not in the files', UNKNOWN, byName('engineers')],
    ['a role that people take on', [], both(byName('engineers'), role('engineers', { AWS: `${OWN}:root` }))],
    [
      'a role that instances take on',
      FAILS,
      both(byName('engineers'), role('engineers', { Service: 'ec2.amazonaws.com' })),
    ],
    ['two roles that take each other on', [], both(byName('engineers'), role('engineers', { AWS: ADMIN }))],
    [
      'pods by an association',
      FAILS,
      added('aws:eks/podIdentityAssociation:PodIdentityAssociation', {
        clusterName: 'ml',
        namespace: 'default',
        serviceAccount: 'x',
        roleArn: ADMIN,
      }),
    ],
    [
      'pods by an association with a role of that name in another account',
      [],
      added('aws:eks/podIdentityAssociation:PodIdentityAssociation', {
        clusterName: 'ml',
        namespace: 'default',
        serviceAccount: 'x',
        roleArn: 'arn:aws:iam::999988887777:role/platform-admin',
      }),
    ],
    [
      'pods by an annotation',
      FAILS,
      (_, objects) =>
        void objects.push({
          apiVersion: 'v1',
          kind: 'ServiceAccount',
          metadata: { name: 'x', namespace: 'ops', annotations: { 'eks.amazonaws.com/role-arn': ADMIN } },
          automountServiceAccountToken: false,
        }),
    ],
    [
      'instances by their profile',
      FAILS,
      added('aws:iam/instanceProfile:InstanceProfile', { name: 'p', role: 'platform-admin' }),
    ],
    ['a profile of another role', [], added('aws:iam/instanceProfile:InstanceProfile', { name: 'p', role: 'web' })],
    ['a function', FAILS, added('aws:lambda/function:Function', { name: 'f', role: ADMIN })],
    ['builds', FAILS, added('aws:codebuild/project:Project', { name: 'b', serviceRole: ADMIN })],
    ['a notebook', FAILS, added('aws:sagemaker/notebookInstance:NotebookInstance', { name: 'n', roleArn: ADMIN })],
    [
      'a stack of templates',
      FAILS,
      added('aws:cloudformation/stack:Stack', { name: 's', iamRoleArn: ADMIN, templateBody: '{}' }),
    ],
    ['a crawler', FAILS, added('aws:glue/crawler:Crawler', { role: ADMIN })],
    [
      'a domain of notebooks',
      FAILS,
      added('aws:sagemaker/domain:Domain', { defaultUserSettings: { executionRole: ADMIN } }),
    ],
    [
      'jobs whose text says so',
      FAILS,
      added('aws:batch/jobDefinition:JobDefinition', { containerProperties: JSON.stringify({ jobRoleArn: ADMIN }) }),
    ],
    ['an automation', FAILS, added('aws:ssm/association:Association', { parameters: { AutomationAssumeRole: ADMIN } })],
    ['another provider of AWS', FAILS, added('aws-native:lambda:Function', { role: ADMIN })],
    [
      'a function that is told the role',
      [],
      added('aws:lambda/function:Function', { role: `${OWN}:role/web`, environment: { variables: { ROLE: ADMIN } } }),
    ],
    ['a key that the role uses', [], added('aws:kms/alias:Alias', { name: 'alias/x', tags: { role: ADMIN } })],
    [
      'a store of secrets',
      FAILS,
      (_, objects) =>
        void objects.push({
          apiVersion: 'external-secrets.io/v1',
          kind: 'ClusterSecretStore',
          metadata: { name: 'x' },
          spec: { provider: { aws: { service: 'SecretsManager', region: 'us-west-2', role: ADMIN } } },
        }),
    ],
    [
      'nodes of Karpenter',
      [...FAILS],
      (_, objects) =>
        void objects.push({
          apiVersion: 'karpenter.k8s.aws/v1',
          kind: 'EC2NodeClass',
          metadata: { name: 'x' },
          spec: { role: 'platform-admin' },
        }),
    ],
    [
      'builds of another role',
      [],
      added('aws:codebuild/project:Project', { name: 'b', serviceRole: `${OWN}:role/web` }),
    ],
  ])('%s', (_, expected, change) => {
    expect(turnedTo(change)).toEqual(expected);
  });
});

/** A right of a role that another program makes. */
const rights =
  (Action: string | readonly string[], Resource = '*', name = 'ops'): Change =>
  (plan) =>
    put(plan, 'aws:iam/rolePolicy:RolePolicy', {
      name: 'more',
      role: name,
      policy: policy({ Effect: 'Allow', Action, Resource }),
    });
const person =
  (Action: string | readonly string[], Resource: string): Change =>
  (plan) =>
    put(plan, 'aws:iam/userPolicy:UserPolicy', {
      name: 'more',
      user: 'ada',
      policy: policy({ Effect: 'Allow', Action, Resource }),
    });
const group =
  (Action: string | readonly string[], Resource: string): Change =>
  (plan) =>
    put(plan, 'aws:iam/groupPolicy:GroupPolicy', {
      name: 'more',
      group: 'people',
      policy: policy({ Effect: 'Allow', Action, Resource }),
    });
const REACHED = ['access/outsiders fail'];

describe('who gets at the data by a right to something else', () => {
  test.each<[string, readonly string[], Change]>([
    ['a role that takes on the administrator', REACHED, rights('sts:AssumeRole', ADMIN)],
    ['a role that takes on every role', REACHED, rights('sts:AssumeRole')],
    [
      'a role that takes on administrators of any account',
      REACHED,
      rights('sts:AssumeRole', 'arn:aws:iam::*:role/*-admin'),
    ],
    ['nodes of the system that take on the administrator', REACHED, rights('sts:AssumeRole', ADMIN, 'ml.system-nodes')],
    ['a role that takes on another one', [], rights('sts:AssumeRole', `${OWN}:role/shop`)],
    [
      'a role that takes on the administrator, whose trust names somebody else',
      [],
      both(rights('sts:AssumeRole'), admin({ AWS: `${OWN}:user/ada` })),
    ],
    [
      'a role that takes on the administrator, whose trust names the account',
      REACHED,
      both(rights('sts:AssumeRole'), admin({ AWS: `${OWN}:root` })),
    ],
    [
      'an administrator of the files with every right',
      [],
      both(rights('*', '*', 'platform-admin'), admin({ AWS: '111122223333' })),
    ],
    ['a person that takes on the administrator', [], person('sts:AssumeRole', ADMIN)],
    ['people that take on the administrator', [], group('sts:AssumeRole', ADMIN)],
    ['a person that takes on every role', REACHED, person('sts:AssumeRole', '*')],
    ['a role that gives the administrator rights', REACHED, rights('iam:UpdateAssumeRolePolicy', ADMIN)],
    ['a role that says who says who is who', REACHED, rights('eks:AssociateIdentityProviderConfig')],
    ['a role that opens the older way into the cluster', REACHED, rights('eks:UpdateClusterConfig')],
    [
      'the same right for another cluster',
      [],
      rights('eks:UpdateClusterConfig', 'arn:aws:eks:us-west-2:111122223333:cluster/shop'),
    ],
    [
      'a role that makes a controller of AWS and passes it a role',
      REACHED,
      rights(['eks:CreateCapability', 'iam:PassRole']),
    ],
    ['a role that makes a controller of AWS and has no role to pass', [], rights('eks:CreateCapability')],
    ['a role that gives itself rights', REACHED, rights('iam:PutRolePolicy', `${OWN}:role/ops`)],
    ['a role that gives another one rights', [], rights('iam:AttachRolePolicy', `${OWN}:role/ops-tools`)],
    ['a person that gives herself rights', REACHED, person('iam:AttachUserPolicy', `${OWN}:user/ada`)],
    ['a person that gives another one rights', [], person('iam:AttachUserPolicy', `${OWN}:user/eve`)],
    ['people that give their group rights', REACHED, group('iam:PutGroupPolicy', `${OWN}:group/people`)],
    ['people that give another group rights', [], group('iam:PutGroupPolicy', `${OWN}:group/shop`)],
    ['a role that opens keys', [...REACHED, 'audit/not-stopped fail'], rights('kms:PutKeyPolicy')],
    ['a role that ends keys', [...REACHED, 'audit/not-stopped fail'], rights('kms:ScheduleKeyDeletion')],
    [
      'a role that ends one key of its own',
      [],
      rights('kms:ScheduleKeyDeletion', 'arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'),
    ],
    ['a role that lets data end', REACHED, rights('s3:PutLifecycleConfiguration', 'arn:aws:s3:::training-data-bucket')],
    ['a role that lets other data end', [], rights('s3:PutLifecycleConfiguration', 'arn:aws:s3:::shop')],
  ])('%s', (_, expected, change) => {
    expect(turnedTo(change)).toEqual(expected);
  });
});

test('a role that gives itself rights within a boundary is asked what the boundary leaves it', () => {
  const bounded = (Action: string): Change =>
    both(
      role('deployer', { AWS: `${OWN}:root` }),
      rights('iam:PutRolePolicy', `${OWN}:role/deployer`, 'deployer'),
      (plan) => {
        const arn = `${OWN}:policy/most`;
        put(plan, 'aws:iam/policy:Policy', {
          name: 'most',
          arn,
          policy: policy({ Effect: 'Allow', Action: [Action, 'iam:PutRolePolicy'], Resource: `${OWN}:role/deployer` }),
        });
        put(plan, 'aws:iam/policy:Policy', {
          name: 'wide',
          arn: `${OWN}:policy/wide`,
          policy: policy({ Effect: 'Allow', Action: '*', Resource: '*' }),
        });
        const added = plan.resources.find(({ inputs }) => inputs?.name === 'deployer');
        (added as Loose).inputs.permissionsBoundary = Action === '*' ? `${OWN}:policy/wide` : arn;
      },
    );
  expect(turnedTo(bounded('sqs:SendMessage'))).toEqual([]);
  expect(turnedTo(bounded('*'))).toEqual(REACHED);
});

const withLoader = {
  ...platform,
  aws: {
    ...platform.aws,
    access: { ...platform.aws?.access, dataLoaders: [`${OWN}:role/ingest`] },
  },
} as Platform;
const loader = (Principal: unknown, Condition?: object): Change => role('ingest', Principal, Condition);

describe('who becomes a loader of data of the description', () => {
  test.each<[string, string | undefined, Change]>([
    ['functions', undefined, loader({ Service: 'lambda.amazonaws.com' })],
    ['a role that is not in the files', undefined, loader({ AWS: `${OWN}:role/etl` })],
    [
      'pods of one account',
      undefined,
      loader(
        { Service: 'pods.eks.amazonaws.com' },
        {
          StringEquals: {
            'aws:RequestTag/kubernetes-namespace': 'etl',
            'aws:RequestTag/kubernetes-service-account': 'x',
          },
        },
      ),
    ],
    ['pods of any account', 'fail', loader({ Service: 'pods.eks.amazonaws.com' })],
    ['training nodes', 'fail', loader({ AWS: `${OWN}:role/training-nodes/ml/ml--p4d--alpha` })],
    ['another account', 'fail', loader({ AWS: '999988887777' })],
  ])('%s', (_, expected, change) => {
    const results = judgedPlan(change, { platform: withLoader }).results;
    const found = results.filter(
      ({ status, check: { id } }) => id.startsWith('access/') && ['fail', 'unknown'].includes(status),
    );
    expect(found.map(({ check, status }) => `${check.id} ${status}`)).toEqual(
      expected === undefined ? [] : [`${ID} ${expected}`],
    );
  });
});
