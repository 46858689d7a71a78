import { platform } from '../../../../examples/document-1/platform';
import { UNKNOWN_TEXT } from '../../../../lib/model/pulumi-marks';
import { result, type Loose } from '../example';
import { judgedPlan, turnedByPlan, withPlan, type LoosePlan } from '../planned-example';

withPlan();

/** Changes a statement of alpha's policy. */
const storage =
  (sid: string, change: (statement: Loose) => void) =>
  (plan: LoosePlan): void =>
    plan.policy('RolePolicy', 'alpha-role-storage', ({ Statement }) => change(statementOf(Statement, sid)));
const bucket =
  (sid: string, change: (statement: Loose, all: Loose[]) => void) =>
  (plan: LoosePlan): void =>
    plan.policy('BucketPolicy', 'ml-model-checkpoints', ({ Statement }) =>
      change(statementOf(Statement, sid), Statement),
    );
const trust =
  (change: (statement: Loose, all: Loose[]) => void) =>
  (plan: LoosePlan): void =>
    plan.policy('Role', 'alpha-role', ({ Statement }) => change(Statement[0], Statement), 'assumeRolePolicy');
const gives =
  (name: string, statement: object, kind = 'RolePolicy') =>
  (plan: LoosePlan): void =>
    plan.policy(kind, name, ({ Statement }) => Statement.push({ Effect: 'Allow', ...statement }));
/** Lists a principal with those that no deny of a fence is about, and allows it what they may. */
const letsThrough =
  (principal: string) =>
  (plan: LoosePlan): void =>
    plan.policy('BucketPolicy', 'ml-model-checkpoints', ({ Statement }) => {
      for (const { Sid, Condition } of Statement) {
        if (['TlsOnly', 'Tls12'].includes(Sid)) continue;
        Condition.ArnNotLike ??= { 'aws:PrincipalArn': [] };
        Condition.ArnNotLike['aws:PrincipalArn'].push(principal);
      }
      if (!principal.includes('*'))
        Statement.push({
          Effect: 'Allow',
          Principal: { AWS: principal },
          Action: 's3:GetObject',
          Resource: `${CHECKPOINTS}/*`,
        });
    });
/** A service that the bucket of checkpoints lets read. */
const serves = (source: object) =>
  gives(
    'ml-model-checkpoints',
    {
      Principal: { Service: ['cloudfront.amazonaws.com'] },
      Action: 's3:GetObject',
      Resource: `${CHECKPOINTS}/*`,
      Condition: { StringLike: source },
    },
    'BucketPolicy',
  );
const without = (all: Loose[], statement: Loose): void => void all.splice(all.indexOf(statement), 1);

function statementOf(statements: readonly Loose[], sid: string): Loose {
  const found = statements.find(({ Sid }) => Sid === sid);
  if (found === undefined) throw new Error(`no statement ${sid}`);
  return found;
}

const DATA = 'arn:aws:s3:::training-data-bucket';
const CHECKPOINTS = 'arn:aws:s3:::model-checkpoints';
const PARTNER = 'arn:aws:iam::999988887777:role/partner';

describe('what a change of rights turns', () => {
  test.each<[string, readonly string[], (plan: LoosePlan) => void]>([
    [
      'a bucket that answers keys which left the network',
      ['access/fence'],
      bucket('OnlyOurVpcEndpoints', (statement, all) => without(all, statement)),
    ],
    [
      'a role for the same account of another cluster',
      ['access/trust'],
      trust(({ Condition }) => (Condition.StringEquals['aws:RequestTag/eks-cluster-arn'] += '-2')),
    ],
    [
      'a listing of the whole bucket, which the bucket still refuses',
      ['access/own-rights'],
      (p) => p.policy('RolePolicy', 'alpha-role-storage', ({ Statement }) => delete Statement[0].Condition.StringLike),
    ],
    [
      'a condition on the listing in the statement of reads',
      ['access/reads-own-data'],
      storage('ReadTrainingPrefix', ({ Condition }) => (Condition.StringLike = { 's3:prefix': 'ml-alpha/*' })),
    ],
    [
      'checkpoints that cannot be read back',
      ['access/resumes'],
      storage('WriteAndResumeCheckpoints', ({ Action }) => void Action.splice(Action.indexOf('s3:GetObject'), 1)),
    ],
    [
      'checkpoints that cannot be found',
      ['access/resumes'],
      storage('ListCheckpointPrefix', (statement) => (statement.Action = 's3:ListBucketVersions')),
    ],
    [
      'a key that the role may not use',
      ['access/opens-keys'],
      storage('EncryptCheckpoints', (statement) => (statement.Action = ['kms:Decrypt'])),
    ],
    [
      'a key that is only opened for another context',
      ['access/opens-keys'],
      storage('DecryptTrainingData', ({ Condition }) => {
        Condition.StringLike['kms:EncryptionContext:aws:s3:arn'] = `${DATA}/ml-beta/*`;
      }),
    ],
    [
      'reads that the endpoint withholds',
      ['access/reads-own-data'],
      (p) =>
        p.policy('VpcEndpoint', 'ml-s3', ({ Statement }) => {
          Statement[0].Resource = [CHECKPOINTS, `${CHECKPOINTS}/*`];
        }),
    ],
    [
      'data that the script may change',
      ['access/read-only-data'],
      storage('ReadTrainingPrefix', (statement) => (statement.Action = ['s3:GetObject', 's3:PutObject'])),
    ],
    [
      'a policy of 2008',
      ['access/policy-version'],
      (p) => p.policy('RolePolicy', 'alpha-role-storage', (document) => delete document.Version),
    ],
    [
      'a bucket of somebody else',
      ['access/other-buckets'],
      gives('alpha-role-storage', { Action: 's3:GetObject', Resource: 'arn:aws:s3:::customers/*' }),
    ],
    ['passing a role', ['access/escalation'], gives('alpha-role-storage', { Action: 'iam:PassRole', Resource: '*' })],
    [
      'an association of its own',
      ['access/escalation', 'access/other-services'],
      gives('alpha-role-storage', { Action: 'eks:*Association', Resource: '*' }),
    ],
    [
      'a grant on a key',
      ['access/escalation'],
      gives('alpha-role-storage', { Action: 'kms:CreateGrant', Resource: '*' }),
    ],
    [
      'a role that trusts it',
      ['access/escalation'],
      (p) =>
        p.policy(
          'Role',
          'ml-autoscaler-role',
          ({ Statement }) =>
            Statement.push({
              Effect: 'Allow',
              Principal: { AWS: 'arn:aws:iam::111122223333:role/training/ml/ml-alpha' },
              Action: 'sts:AssumeRole',
            }),
          'assumeRolePolicy',
        ),
    ],
    [
      'any cluster',
      ['access/trust'],
      trust(({ Condition }) => delete Condition.StringEquals['aws:RequestTag/eks-cluster-arn']),
    ],
    [
      'any service account',
      ['access/trust'],
      trust(({ Condition }) => delete Condition.StringEquals['aws:RequestTag/kubernetes-service-account']),
    ],
    [
      'namespaces by a pattern',
      ['access/trust'],
      trust(({ Condition }) => {
        delete Condition.StringEquals['aws:RequestTag/kubernetes-namespace'];
        Condition.StringLike = { 'aws:RequestTag/kubernetes-namespace': 'ml-*' };
      }),
    ],
    [
      'another account',
      ['access/trust'],
      trust((_, all) =>
        all.push({ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::444455556666:root' }, Action: 'sts:AssumeRole' }),
      ),
    ],
    ['no session tags', ['access/trust'], trust((statement) => (statement.Action = 'sts:AssumeRole'))],
    [
      'a namespace that no label knows',
      ['access/known-namespaces', 'access/own-rights', 'access/trust'],
      (p) => {
        const added = p.copy('PodIdentityAssociation', 'alpha', 'gamma');
        added.inputs.namespace = 'ml-gamma';
      },
    ],
    [
      'an association for another account',
      ['access/pods-get-roles', 'access/trust'],
      (p) => (p.inputs('PodIdentityAssociation', 'alpha').serviceAccount = 'trainer'),
    ],
    [
      'a stranger that the policy of the bucket lets in',
      ['access/fence', 'access/known-namespaces', 'access/outsiders'],
      (p) => {
        bucket('OnlyTrainingRoles', (statement, all) => without(all, statement))(p);
        bucket('OnlyThisCluster', (statement, all) => without(all, statement))(p);
        bucket('TagRequired', (statement, all) => without(all, statement))(p);
        bucket('FenceObjects', (statement, all) => without(all, statement))(p);
        gives('ml-autoscaler-role-scale', { Action: 's3:GetObject', Resource: `${CHECKPOINTS}/*` })(p);
      },
    ],
    ['roles of anybody', ['access/fence'], bucket('OnlyTrainingRoles', (statement, all) => without(all, statement))],
    ['another cluster', ['access/fence'], bucket('OnlyThisCluster', (statement, all) => without(all, statement))],
    [
      'a second cluster by its name',
      ['access/fence'],
      bucket('OnlyThisCluster', ({ Condition }) => {
        const tag = 'aws:PrincipalTag/eks-cluster-arn';
        const own = Condition.StringNotEquals[tag];
        Condition.StringNotEquals[tag] = [own, 'arn:aws:eks:us-west-2:111122223333:cluster/blue'];
      }),
    ],
    [
      'objects of other projects',
      ['access/fence'],
      bucket('FenceObjects', (statement, all) => without(all, statement)),
    ],
    ['lists of other projects', ['access/fence'], bucket('FenceLists', (statement, all) => without(all, statement))],
    ['requests without TLS', ['access/fence'], bucket('TlsOnly', (statement, all) => without(all, statement))],
    [
      'everybody',
      ['access/fence', 'access/known-namespaces', 'access/outsiders', 'access/own-prefix', 'access/services'],
      bucket('TlsOnly', (_, all) => {
        all.splice(0, all.length, {
          Effect: 'Allow',
          Principal: '*',
          Action: 's3:GetObject',
          Resource: `${CHECKPOINTS}/*`,
        });
      }),
    ],
    ['a bucket without a policy', ['access/fence'], (p) => p.remove('BucketPolicy', 'ml-model-checkpoints')],
    [
      'a way for ACLs',
      ['access/bucket-settings'],
      (p) => (p.inputs('BucketPublicAccessBlock', 'ml-model-checkpoints').ignorePublicAcls = false),
    ],
    ['no block at all', ['access/bucket-settings'], (p) => p.remove('BucketPublicAccessBlock', 'ml-model-checkpoints')],
    [
      'owners by object',
      ['access/bucket-settings'],
      (p) => (p.inputs('BucketOwnershipControls', 'ml-model-checkpoints').rule.objectOwnership = 'ObjectWriter'),
    ],
    [
      'a key that keeps its material',
      ['access/key-rotation'],
      (p) => delete p.inputs('Key', 'ml-checkpoints-key').enableKeyRotation,
    ],
    [
      'a key of the bucket',
      ['access/bucket-settings', 'access/opens-keys'],
      (p) =>
        (p.inputs('BucketServerSideEncryptionConfiguration', 'ml-model-checkpoints').rules[0].bucketKeyEnabled = true),
    ],
    [
      'encryption without a key',
      ['access/bucket-settings'],
      (p) => {
        const { rules } = p.inputs('BucketServerSideEncryptionConfiguration', 'ml-model-checkpoints');
        rules[0].applyServerSideEncryptionByDefault = { sseAlgorithm: 'AES256' };
      },
    ],
    [
      'an endpoint without a policy',
      ['access/endpoint-policies'],
      (p) => delete p.inputs('VpcEndpoint', 'ml-logs').policy,
    ],
    [
      'an endpoint of a service that somebody else offers',
      ['access/endpoint-policies'],
      (p) => {
        const added = structuredClone(p.resource('VpcEndpoint', 'ml-logs'));
        added.urn += '-added';
        added.inputs.serviceName = 'com.amazonaws.vpce.us-west-2.vpce-svc-0123456789abcdef0';
        p.resources.push(added);
      },
    ],
    [
      'an endpoint of a resource that somebody shares',
      ['access/endpoint-policies'],
      (p) => (p.inputs('VpcEndpoint', 'ml-logs').vpcEndpointType = 'Resource'),
    ],
    [
      'an endpoint for any account',
      ['access/endpoint-policies'],
      (p) => p.policy('VpcEndpoint', 'ml-logs', ({ Statement }) => delete Statement[0].Condition),
    ],
    [
      'an endpoint of S3 for any bucket',
      ['access/endpoint-policies'],
      (p) =>
        p.policy('VpcEndpoint', 'ml-s3', ({ Statement }) => {
          Statement.push({ Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' });
        }),
    ],
    [
      'an endpoint that allows everything and denies all but what pods write',
      ['access/endpoint-policies'],
      (p) =>
        p.policy('VpcEndpoint', 'ml-logs', (policy) => {
          const all = { Principal: '*', Resource: '*' };
          policy.Statement = [
            { Effect: 'Allow', Action: '*', ...all },
            { Effect: 'Deny', NotAction: ['logs:PutLogEvents', 'logs:CreateLogStream'], ...all },
          ];
        }),
    ],
    [
      'a key for everybody',
      ['access/key-policies', 'access/services'],
      (p) =>
        p.policy('Key', 'ml-checkpoints-key', ({ Statement }) => {
          Statement.push({ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'kms:Decrypt', Resource: '*' });
        }),
    ],
    [
      'a service that uses the key for whomever',
      ['access/services'],
      gives(
        'ml-datasets-key',
        { Principal: { Service: 'cloudfront.amazonaws.com' }, Action: 'kms:Decrypt', Resource: '*' },
        'Key',
      ),
    ],
    ['a service that reads for another account', ['access/services'], serves({ 'aws:SourceAccount': '999988887777' })],
    [
      'a service that reads for a thing of any account',
      ['access/services'],
      serves({ 'aws:SourceArn': 'arn:aws:cloudfront::*:distribution/E1' }),
    ],
    [
      'a service that reads for a bucket of nobody knows whom',
      ['access/services'],
      serves({ 'aws:SourceArn': 'arn:aws:s3:::somewhere' }),
    ],
    ['a service that reads for the own account', [], serves({ 'aws:SourceAccount': '111122223333' })],
    [
      'a service that reads for a thing of the own account',
      [],
      serves({ 'aws:SourceArn': 'arn:aws:cloudfront::111122223333:distribution/E1' }),
    ],
    [
      'a role of another account, which the key names',
      ['access/key-policies'],
      gives('ml-datasets-key', { Principal: { AWS: PARTNER }, Action: 'kms:Decrypt', Resource: '*' }, 'Key'),
    ],
    [
      'another account, to which the key leaves the decision',
      ['access/key-policies'],
      gives('ml-datasets-key', { Principal: { AWS: '999988887777' }, Action: 'kms:*', Resource: '*' }, 'Key'),
    ],
    [
      'a canonical id, which shows no account',
      ['access/fence'],
      gives(
        'ml-model-checkpoints',
        { Principal: { CanonicalUser: '79a59df900b949e5' }, Action: 's3:GetObject', Resource: `${CHECKPOINTS}/*` },
        'BucketPolicy',
      ),
    ],
    ['a role of another account, which the fence lets through', ['access/fence'], letsThrough(PARTNER)],
    [
      'an own role that no description names, which the fence lets through',
      ['access/fence'],
      letsThrough('arn:aws:iam::111122223333:role/analyst'),
    ],
    [
      'roles of a path that no description names, which the fence lets through',
      ['access/fence'],
      letsThrough('arn:aws:iam::111122223333:role/analysis/*'),
    ],
    [
      'sessions on nodes',
      ['access/node-roles'],
      (p) => {
        const added = p.copy('RolePolicyAttachment', 'ml-role-AmazonEKSClusterPolicy', 'ssm');
        added.inputs.policyArn = 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore';
        added.inputs.role = 'ml--p4d--alpha';
        added.propertyDependencies = {};
      },
    ],
    [
      'disks of other nodes',
      ['access/node-roles'],
      gives('p4d-alpha-role-node', { Action: 'ec2:CreateSnapshot', Resource: '*' }),
    ],
    [
      'interfaces of other clusters',
      ['access/agent-roles'],
      gives('ml-vpc-cni-role-cni', { Action: 'ec2:ModifyNetworkInterfaceAttribute', Resource: '*' }),
    ],
    [
      'a rule of a security group by the CNI',
      ['access/agent-roles'],
      gives('ml-vpc-cni-role-cni', { Action: 'ec2:AuthorizeSecurityGroup*', Resource: '*' }),
    ],
  ])('%s', (_, expected, change) => {
    expect(turnedByPlan(change)).toEqual(expected);
  });
});

describe('a role that reaches too far, where the bucket does not stop it', () => {
  const unfenced = (change: (plan: LoosePlan) => void) => (plan: LoosePlan) => {
    plan.policy(
      'BucketPolicy',
      'ml-training-data-bucket',
      (policy) => (policy.Statement = policy.Statement.slice(0, 3)),
    );
    change(plan);
  };
  test.each<[string, (statement: Loose) => void, string]>([
    ['a prefix without a slash', (s) => (s.Resource = `${DATA}/ml-alpha*`), `s3:GetObject on ${DATA}/ml-alpha`],
    ['the whole bucket', (s) => (s.Resource = `${DATA}/*`), `s3:GetObject on ${DATA}/`],
    ['a wildcard in the middle', (s) => (s.Resource = `${DATA}/ml-*/shared/*`), `s3:GetObject on ${DATA}/ml-`],
    [
      'everything but one action',
      (s) => Object.assign(s, { NotAction: 's3:GetObject', Action: undefined, Resource: '*' }),
      's3:GetObjectVersion on',
    ],
  ])('%s', (_, change, witness) => {
    const verdict = judgedPlan(unfenced(storage('ReadTrainingPrefix', change)));
    const { status, findings } = result(verdict, 'access/own-prefix');
    expect([status, findings[0]?.message]).toEqual(['fail', expect.stringContaining(witness)]);
  });
});

test('a reader of checkpoints is accepted where the description names its very role', () => {
  const role = 'arn:aws:iam::111122223333:role/training-platform/ml/ml.cluster-autoscaler';
  const reads = (plan: LoosePlan): void => {
    gives('ml-autoscaler-role-scale', { Action: 's3:GetObject', Resource: `${CHECKPOINTS}/*` })(plan);
    plan.remove('BucketPolicy', 'ml-model-checkpoints');
  };
  const described = (reader: string): typeof platform => ({
    ...platform,
    aws: {
      ...(platform.aws as NonNullable<typeof platform.aws>),
      access: {
        ...(platform.aws as NonNullable<typeof platform.aws>).access,
        checkpointReaders: [{ role: reader, reason: 'the registry promotes models' }],
      },
    },
    acceptedRisks: [
      ...platform.acceptedRisks,
      { id: 'checkpoint-readers', path: 'aws.access.checkpointReaders[0]', reason: 'the registry promotes models' },
    ],
  });
  expect(result(judgedPlan(reads, { platform: described(role) }), 'access/outsiders').status).toBe('accepted');
  expect(result(judgedPlan(reads, { platform: described(`${role}-2`) }), 'access/outsiders').status).toBe('fail');
});

test('without a description the parts of the projects are those that their volumes show', () => {
  const verdict = judgedPlan(() => undefined, { platform: undefined });
  for (const id of ['own-prefix', 'read-only-data', 'reads-own-data', 'resumes', 'opens-keys'])
    expect([id, result(verdict, `access/${id}`).status]).toEqual([id, 'pass']);
  // Whom the fence lets through beside them, nothing but the description tells.
  const { status, findings } = result(verdict, 'access/fence');
  expect([status, ...findings.map(({ message }) => message)]).toEqual([
    'unknown',
    ...Array(2).fill(
      'lets arn:aws:iam::111122223333:role/platform-admin in, and whether that is meant, the description would say (--platform)',
    ),
  ]);
});

test('a plan by itself is judged by its families, and those of manifests are named as not judged', () => {
  const verdict = judgedPlan((_, objects) => void objects.splice(0), {});
  expect(verdict.notJudged.map(({ family }) => family)).toContain('network');
  expect(result(verdict, 'access/own-prefix').subjects).toBe(2);
});

test('what is not known of an endpoint of the plan is said in its place, so that front ends without premises show it', () => {
  const verdict = judgedPlan(
    (plan) => {
      for (const { type, inputs } of plan.resources)
        if (type.endsWith(':VpcEndpoint') && inputs.policy !== undefined) inputs.policy = UNKNOWN_TEXT;
    },
    { families: ['access'] },
  );
  const unknown = result(verdict, 'access/endpoint-policies').findings.filter(({ status }) => status === 'unknown');
  expect(unknown.length).toBeGreaterThan(0);
  expect(unknown.filter(({ place }) => place?.document.file.name !== 'plan.json')).toEqual([]);
});

test('what is wrong with a key is said by the way to its policy in the plan, whichever check says it', () => {
  const verdict = judgedPlan(
    gives('ml-datasets-key', { Principal: { AWS: '*' }, Action: 'kms:Decrypt', Resource: '*' }, 'Key'),
    { families: ['access'] },
  );
  const paths = ['access/key-policies', 'access/services'].flatMap((id) =>
    result(verdict, id).findings.map(({ path }) => path),
  );
  expect(paths).toEqual(Array(2).fill(expect.stringMatching(/^deployment\.resources\[\d+\]\.inputs\.policy$/)));
});
