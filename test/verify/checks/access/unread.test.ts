import { exampleObjects, judged, judgedBy, result, type Loose } from '../example';
import { turnedTo, withPlan, type LoosePlan } from '../planned-example';

withPlan();

const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

const EVERYTHING = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});

/** Adds a resource to the plan; `from` are resources that inputs come from. */
const added =
  (type: string, inputs: object, from: Readonly<Record<string, readonly [kind: string, name: string]>> = {}) =>
  (plan: LoosePlan): void => {
    const propertyDependencies = Object.fromEntries(
      Object.entries(from).map(([input, [kind, name]]) => [input, [plan.resource(kind, name).urn]]),
    );
    const urn = `urn:pulumi:dev::training-cluster::${type}::added`;
    plan.resources.push({ urn, type, custom: true, inputs, propertyDependencies });
  };
const grant = (granteePrincipal: string) =>
  added(
    'aws:kms/grant:Grant',
    { keyId: UNKNOWN, granteePrincipal, operations: ['Decrypt'] },
    { keyId: ['Key', 'ml-datasets-key'] },
  );
/** Everybody of whom a key says something is no matter of the denies of a fence any more. */
const exempt =
  (operator: string, key: string, value: string) =>
  (plan: LoosePlan): void =>
    plan.policy('BucketPolicy', 'ml-model-checkpoints', ({ Statement }) => {
      for (const { Sid, Condition } of Statement)
        if (!['TlsOnly', 'Tls12'].includes(Sid)) Condition[operator] = { ...Condition[operator], [key]: value };
    });
const joins = (role: string, type: string) =>
  added('aws:eks/accessEntry:AccessEntry', { principalArn: `arn:aws:iam::111122223333:role/${role}`, type });
const eksctl =
  (config: object) =>
  (_: LoosePlan, objects: Loose[]): void =>
    void objects.push({
      apiVersion: 'eksctl.io/v1alpha5',
      kind: 'ClusterConfig',
      metadata: { name: 'ml' },
      accessConfig: { bootstrapClusterCreatorAdminPermissions: false, authenticationMode: 'API' },
      ...config,
    });
/** An object of which an operator in the cluster makes a resource of the cloud. */
const operated =
  (apiVersion: string, kind: string, spec: object = {}, metadata: object = {}) =>
  (_: LoosePlan, objects: Loose[]): void =>
    void objects.push({ apiVersion, kind, metadata: { name: 'more', ...metadata }, spec });
const inAlpha = { namespace: 'ml-alpha' };
const group = (userData: string) => (plan: LoosePlan) => {
  added('aws:ec2/launchTemplate:LaunchTemplate', { name: 'own', userData: Buffer.from(userData).toString('base64') })(
    plan,
  );
  added('aws:autoscaling/group:Group', { launchTemplate: { name: 'own' } })(plan);
};

/** A component, and whether the plan has what it is made of. */
const component =
  (type: string, isSeen: boolean) =>
  (plan: LoosePlan): void => {
    const urn = `urn:pulumi:dev::training-cluster::${type}::added`;
    plan.resources.push({ urn, type, custom: false, inputs: { endpointPublicAccess: true } });
    if (isSeen)
      plan.resources.push({ urn: `${urn}-part`, type: 'random:index/id:Id', custom: true, parent: urn, inputs: {} });
  };

describe('what gives rights, data or nodes in another way is not passed over', () => {
  test.each<[string, readonly string[], (plan: LoosePlan, objects: Loose[]) => void]>([
    [
      'a component of a plug-in, whose parts no plan has',
      ['access/unread', 'unknown'],
      component('eks:index:Cluster', false),
    ],
    ['a component whose parts are there', [], component('eks:index:Cluster', true)],
    [
      'a user with every right',
      ['access/outsiders', 'fail', 'audit/not-stopped', 'fail'],
      added('aws:iam/userPolicy:UserPolicy', { user: 'eve', policy: EVERYTHING }),
    ],
    [
      'a group with every right',
      ['access/outsiders', 'fail', 'audit/not-stopped', 'fail'],
      added('aws:iam/groupPolicy:GroupPolicy', { group: 'people', policy: EVERYTHING }),
    ],
    [
      'users with a policy that is not known',
      ['access/outsiders', 'unknown', 'audit/not-stopped', 'unknown'],
      added('aws:iam/policyAttachment:PolicyAttachment', {
        users: ['eve'],
        policyArn: 'arn:aws:iam::111122223333:policy/own',
      }),
    ],
    [
      'a policy of a bucket that is not known',
      ['access/fence', 'unknown'],
      added('aws:s3/bucketPolicy:BucketPolicy', { bucket: UNKNOWN, policy: UNKNOWN }),
    ],
    [
      'a role of another program with every right',
      ['access/outsiders', 'fail', 'audit/not-stopped', 'fail'],
      added('aws:iam/rolePolicy:RolePolicy', { role: 'web', policy: EVERYTHING }),
    ],
    [
      'a role of another program with every bucket, by a policy of AWS',
      ['access/outsiders', 'unknown', 'audit/not-stopped', 'unknown'],
      added('aws:iam/rolePolicyAttachment:RolePolicyAttachment', {
        role: 'web',
        policyArn: 'arn:aws:iam::aws:policy/AmazonS3FullAccess',
      }),
    ],
    [
      'a role of another program with a policy that is not known',
      [],
      added('aws:iam/rolePolicyAttachment:RolePolicyAttachment', {
        role: 'web',
        policyArn: 'arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy',
      }),
    ],
    ...[
      ['function of the files that writes its logs', 'service-role/AWSLambdaBasicExecutionRole'],
      ['gateway of the files that writes its logs', 'service-role/AmazonAPIGatewayPushToCloudWatchLogs'],
      ['function of the files that reads queues', 'service-role/AWSLambdaSQSQueueExecutionRole'],
      ['database of the files that writes its numbers', 'service-role/AmazonRDSEnhancedMonitoringRole'],
    ].map(([what, name]): [string, readonly string[], (plan: LoosePlan) => void] => [
      `a ${what}`,
      [],
      (plan) => {
        plan.copy('Role', 'ml-role', 'function').inputs.name = 'function';
        added('aws:iam/rolePolicyAttachment:RolePolicyAttachment', {
          role: 'function',
          policyArn: `arn:aws:iam::aws:policy/${name}`,
        })(plan);
      },
    ]),
    [
      'an administrator of another program with every right',
      [],
      added('aws:iam/rolePolicy:RolePolicy', { role: 'platform-admin', policy: EVERYTHING }),
    ],
    [
      'rights of a role that is not known',
      ['access/unread', 'unknown'],
      added('aws:iam/rolePolicyAttachment:RolePolicyAttachment', {
        role: UNKNOWN,
        policyArn: 'arn:aws:iam::aws:policy/AmazonS3FullAccess',
      }),
    ],
    [
      'a tag that lets through the fence',
      ['access/fence', 'fail'],
      exempt('StringNotEquals', 'aws:PrincipalTag/team', 'analysts'),
    ],
    [
      'users, whom the fence lets through as such',
      ['access/fence', 'fail'],
      exempt('StringNotEquals', 'aws:PrincipalType', 'User'),
    ],
    [
      'an account with a role of eksctl',
      ['access/unread', 'unknown'],
      eksctl({ iam: { serviceAccounts: [{ metadata: { name: 'x' }, attachPolicyARNs: ['arn'] }] } }),
    ],
    [
      'an association of eksctl',
      ['access/unread', 'unknown'],
      eksctl({ iam: { podIdentityAssociations: [{ namespace: 'ml-alpha', roleARN: 'arn' }] } }),
    ],
    [
      'an add-on with a role of eksctl',
      ['access/unread', 'unknown'],
      eksctl({ addons: [{ name: 'aws-ebs-csi-driver', wellKnownPolicies: { ebsCSIController: true } }] }),
    ],
    [
      'nodes of eksctl, and their role',
      ['access/unread', 'unknown', 'node/unread', 'unknown'],
      eksctl({ managedNodeGroups: [{ name: 'web', iam: { attachPolicyARNs: ['arn'] } }] }),
    ],
    [
      'an add-on of eksctl that is not known',
      ['access/unread', 'unknown'],
      eksctl({ addons: [{ name: 'datadog_operator' }] }),
    ],
    ['an add-on of eksctl that is known', [], eksctl({ addons: [{ name: 'kube-proxy' }] })],
    ['a Fargate profile of eksctl', ['access/unread', 'unknown'], eksctl({ fargateProfiles: [{ name: 'x' }] })],
    ...[
      ['eks.services.k8s.aws/v1alpha1', 'PodIdentityAssociation'],
      ['eks.services.k8s.aws/v1alpha1', 'AccessEntry'],
      ['iam.services.k8s.aws/v1alpha1', 'Role'],
      ['iam.services.k8s.aws/v1alpha1', 'Policy'],
      ['s3.services.k8s.aws/v1alpha1', 'Bucket'],
      ['iam.aws.upbound.io/v1beta1', 'RolePolicyAttachment'],
      ['iam.aws.m.upbound.io/v1beta1', 'Role'],
      ['s3.aws.m.upbound.io/v1beta1', 'BucketPolicy'],
      ['s3.aws.crossplane.io/v1beta1', 'Bucket'],
      ['ecr.aws.upbound.io/v1beta1', 'RepositoryPolicy'],
      ['ssoadmin.aws.upbound.io/v1beta1', 'AccountAssignment'],
      ['cloudformation.aws.upbound.io/v1beta1', 'Stack'],
      ['fsx.aws.upbound.io/v1beta1', 'DataRepositoryAssociation'],
      ['efs.services.k8s.aws/v1alpha1', 'FileSystem'],
    ].flatMap(([apiVersion = '', kind = '']): [string, readonly [string, string], ReturnType<typeof operated>][] => [
      [`${kind}.${apiVersion}`, ['access/unread', 'unknown'], operated(apiVersion, kind)],
      [`${kind}.${apiVersion} in a project`, ['access/unread', 'unknown'], operated(apiVersion, kind, {}, inAlpha)],
    ]),
    [
      'nodes of an operator',
      ['node/unread', 'unknown'],
      operated('eks.services.k8s.aws/v1alpha1', 'Nodegroup', { labels: { purpose: 'web' } }),
    ],
    [
      'instances of an operator',
      ['node/unread', 'unknown'],
      operated('ec2.aws.m.upbound.io/v1beta1', 'Instance', {}, inAlpha),
    ],
    ['a table of an operator', [], operated('dynamodb.services.k8s.aws/v1alpha1', 'Table')],
    ['a repository of an operator', [], operated('ecr.services.k8s.aws/v1alpha1', 'Repository')],
    [
      'a role that Crossplane only looks at',
      [],
      operated('iam.aws.upbound.io/v1beta1', 'Role', { managementPolicies: ['Observe'] }),
    ],
    [
      'a role that Crossplane looks at and changes',
      ['access/unread', 'unknown'],
      operated('iam.aws.upbound.io/v1beta1', 'Role', { managementPolicies: ['Observe', 'Update'] }),
    ],
    [
      'a bucket that a controller only looks at',
      [],
      operated('s3.services.k8s.aws/v1alpha1', 'Bucket', {}, { annotations: { 'services.k8s.aws/read-only': 'true' } }),
    ],
    ['a grant for another account', ['access/key-policies', 'fail'], grant('arn:aws:iam::999988887777:role/partner')],
    [
      'a grant for a role of nobody knows what',
      ['access/key-policies', 'unknown'],
      grant('arn:aws:iam::111122223333:role/x'),
    ],
    ['a grant for an administrator', [], grant('arn:aws:iam::111122223333:role/platform-admin')],
    [
      'a second role behind the one of the association',
      ['access/unread', 'unknown'],
      (plan) =>
        (plan.inputs('PodIdentityAssociation', 'alpha').targetRoleArn = 'arn:aws:iam::999988887777:role/partner'),
    ],
    [
      'an issuer of groups',
      ['access/unread', 'unknown'],
      added('aws:eks/identityProviderConfig:IdentityProviderConfig', {
        clusterName: 'ml',
        oidc: { issuerUrl: 'https://idp.example', groupsClaim: 'groups' },
      }),
    ],
    [
      'pods of a project on Fargate',
      ['access/unread', 'unknown'],
      added('aws:eks/fargateProfile:FargateProfile', { clusterName: 'ml', selectors: [{ namespace: 'ml-*' }] }),
    ],
    [
      'other pods on Fargate',
      [],
      added('aws:eks/fargateProfile:FargateProfile', { clusterName: 'ml', selectors: [{ namespace: 'shop' }] }),
    ],
    [
      'a copy of a training bucket',
      ['access/unread', 'unknown'],
      added('aws:s3/bucketReplicationConfig:BucketReplicationConfig', {
        bucket: 'training-data-bucket',
        rules: [{ destination: { bucket: 'arn:aws:s3:::elsewhere' } }],
      }),
    ],
    [
      'a copy of another bucket',
      [],
      added('aws:s3/bucketReplicationConfig:BucketReplicationConfig', { bucket: 'shop', rules: [{}] }),
    ],
    [
      'the same things by another provider',
      ['access/unread', 'unknown'],
      added('aws-native:s3:BucketPolicy', { bucket: 'training-data-bucket' }),
    ],
    ...['sso:Assignment', 'lakeformation:Resource', 'cloudformation:Stack', 'efs:FileSystem', 'sagemaker:Cluster'].map(
      (type): [string, readonly [string, string], ReturnType<typeof added>] => [
        `${type} by another provider`,
        ['access/unread', 'unknown'],
        added(`aws-native:${type}`, {}),
      ],
    ),
    ...['ecr:Repository', 'lambda:Function', 'servicecatalog:Portfolio'].map(
      (type): [string, readonly string[], ReturnType<typeof added>] => [
        `${type} by another provider`,
        [],
        added(`aws-native:${type}`, {}),
      ],
    ),
    ...[
      ['a project', 'ml-alpha', ['access/unread', 'unknown']],
      ['another namespace', 'shop', []],
    ].map(([whose, namespace, expected]): [string, readonly string[], ReturnType<typeof added>] => [
      `jobs of EMR in ${String(whose)}`,
      expected as readonly string[],
      added('aws:emrcontainers/virtualCluster:VirtualCluster', {
        containerProvider: { id: 'ml', type: 'EKS', info: { eksInfo: { namespace } } },
      }),
    ]),
    [
      'events of a training bucket',
      ['access/unread', 'unknown'],
      added('aws:s3/bucketNotification:BucketNotification', { bucket: 'training-data-bucket', topics: [{}] }),
    ],
    [
      'a log of a training bucket in another one',
      ['access/unread', 'unknown'],
      added('aws:s3/bucketLogging:BucketLogging', { bucket: 'model-checkpoints', targetBucket: 'elsewhere' }),
    ],
    [
      'a log that the bucket itself asks for',
      ['access/unread', 'unknown'],
      (plan) => (plan.inputs('Bucket', 'ml-model-checkpoints').logging = { targetBucket: 'elsewhere' }),
    ],
    [
      'tables of what a training bucket holds',
      ['access/unread', 'unknown'],
      added('aws:s3/bucketMetadataConfiguration:BucketMetadataConfiguration', { bucket: 'model-checkpoints' }),
    ],
    [
      'a copy of an object of training',
      ['access/unread', 'unknown'],
      added('aws:s3/objectCopy:ObjectCopy', { bucket: 'x', key: 'x', source: 'training-data-bucket/ml-alpha/x' }),
    ],
    [
      'a copy of another object',
      [],
      added('aws:s3/objectCopy:ObjectCopy', { bucket: 'x', key: 'x', source: 'shop-training-data-bucket/x' }),
    ],
    ['events of another bucket', [], added('aws:s3/bucketNotification:BucketNotification', { bucket: 'shop' })],
    [
      'a controller of EKS with rights in the cluster',
      ['access/unread', 'unknown'],
      added('aws:eks/capability:Capability', { clusterName: 'ml', type: 'ARGOCD' }),
    ],
    [
      'images that others pull',
      ['access/unread', 'unknown'],
      added('aws:ecr/repositoryPolicy:RepositoryPolicy', { repository: 'alpha/trainer', policy: EVERYTHING }),
    ],
    [
      'images for roles of the own account',
      [],
      added('aws:ecr/repositoryPolicy:RepositoryPolicy', {
        policy: EVERYTHING.replace('"Action"', '"Principal":{"AWS":["arn:aws:iam::111122223333:root"]},"Action"'),
      }),
    ],
    [
      'images for one more account',
      ['access/unread', 'unknown'],
      added('aws:ecr/repositoryPolicy:RepositoryPolicy', {
        policy: EVERYTHING.replace('"Action"', '"Principal":{"AWS":["arn:aws:iam::111122223333:root","*"]},"Action"'),
      }),
    ],
    [
      'images that others pull from repositories which are still to come',
      ['access/unread', 'unknown'],
      added('aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate', {
        prefix: 'ROOT',
        repositoryPolicy: EVERYTHING.replace('"Action"', '"Principal":"*","Action"'),
      }),
    ],
    [
      'repositories that are made without a policy',
      [],
      added('aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate', { prefix: 'ROOT' }),
    ],
    [
      'a registry that others write',
      ['access/unread', 'unknown'],
      added('aws:ecr/registryPolicy:RegistryPolicy', { policy: EVERYTHING }),
    ],
    [
      'images that are copied',
      ['access/unread', 'unknown'],
      added('aws:ecr/replicationConfiguration:ReplicationConfiguration', { replicationConfiguration: {} }),
    ],
    ['a role that joins nodes of its own', ['node/unread', 'unknown'], joins('web', 'EC2_LINUX')],
    ['machines from elsewhere', ['node/unread', 'unknown'], joins('ml--p4d--alpha', 'HYBRID_LINUX')],
    ['the role of a node group that joins nodes', [], joins('training-nodes/ml/ml--p4d--alpha', 'EC2_LINUX')],
    [
      'a cluster that makes nodes by itself',
      ['node/unread', 'unknown'],
      (plan) => (plan.inputs('Cluster', 'ml').computeConfig = { enabled: true, nodePools: ['general-purpose'] }),
    ],
    [
      'sessions of Systems Manager on every instance',
      ['node/remote-access', 'fail'],
      added('aws:ssm/serviceSetting:ServiceSetting', {
        settingId: '/ssm/managed-instance/default-ec2-instance-management-role',
        settingValue: 'AWSSystemsManagerDefaultEC2InstanceManagementRole',
      }),
    ],
    [
      'another setting of Systems Manager',
      [],
      added('aws:ssm/serviceSetting:ServiceSetting', { settingId: '/ssm/parameter-store/x', settingValue: 'true' }),
    ],
    [
      'serial consoles',
      ['node/remote-access', 'fail'],
      added('aws:ec2/serialConsoleAccess:SerialConsoleAccess', { enabled: true }),
    ],
    [
      'a fence that was removed and not made again',
      ['access/fence', 'fail'],
      (plan) => (plan.resource('BucketPolicy', 'ml-model-checkpoints').pendingReplacement = true),
    ],
    ['instances that join by their user data', ['node/unread', 'unknown'], group('nodeadm init')],
    ['instances that have nothing to do with the cluster', [], group('#!/bin/sh\ntrue')],
    [
      'instances of a template that is not in the plan',
      ['node/unread', 'unknown'],
      added('aws:autoscaling/group:Group', { launchTemplate: { id: 'lt-1' } }),
    ],
    [
      'other security groups for pods',
      ['network/pod-security-groups', 'unknown'],
      (_, objects) =>
        objects.push({
          apiVersion: 'vpcresources.k8s.aws/v1beta1',
          kind: 'SecurityGroupPolicy',
          metadata: { name: 'open', namespace: 'ml-alpha' },
          spec: { podSelector: {}, securityGroups: { groupIds: ['sg-1'] } },
        }),
    ],
  ])('%s', (_, expected, change) => {
    expect(turnedTo(change).flatMap((turned) => turned.split(' '))).toEqual(expected);
  });
});

test.each([
  ['iam.services.k8s.aws/v1alpha1', 'Role', 'access/unread'],
  ['eks.aws.upbound.io/v1beta1', 'NodeGroup', 'node/unread'],
])('%s %s is judged without a plan as well, and the other families are not', (apiVersion, kind, id) => {
  const verdict = judged([...exampleObjects(), { apiVersion, kind, metadata: { name: 'more' }, spec: {} }]);
  expect(result(verdict, id).status).toBe('unknown');
  const families = ['access', 'node', 'audit'].filter((family) => !id.startsWith(family));
  expect(verdict.notJudged.map(({ family }) => family)).toEqual(families);
  expect(verdict.results.filter(({ status }) => status === 'fail')).toEqual([]);
});

test('a policy that does not say whose it is leaves open what it gives', () => {
  const found = judgedBy('access/unread', exampleObjects(), {}, { 'policy.json': EVERYTHING });
  expect([found.status, found.findings.map(({ resource }) => resource)]).toEqual(['unknown', ['File/policy.json']]);
});

test('where a file system of EFS is copied to is not judged', () => {
  const type = 'aws:efs/replicationConfiguration:ReplicationConfiguration';
  const resource = { urn: `urn:pulumi:dev::training-cluster::${type}::copy`, type, custom: true };
  const inputs = { sourceFileSystemId: 'fs-0123456789abcdef0', destination: { region: 'eu-west-1' } };
  expect(turnedTo((p) => void p.resources.push({ ...resource, inputs, outputs: {} }))).toEqual([
    'access/unread unknown',
  ]);
});
