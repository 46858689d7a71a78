import { decide } from '../../../lib/verify/access/decision';
import { accessFacts } from '../../../lib/verify/access/facts/access-facts';
import { roleAsked } from '../../../lib/verify/access/facts/role-asked';
import type { AccessFacts } from '../../../lib/verify/access/facts/role';
import { missingText } from '../../../lib/verify/access/missing';
import { provePrefix } from '../../../lib/verify/access/proof/prove-prefix';
import { roleContext } from '../../../lib/verify/access/role-context';
import { trusted } from '../../../lib/verify/access/trust';
import { looksLikeIam } from '../../../lib/verify/input/iam-document';
import { inputsOf } from '../../../lib/verify/input/inputs';
import { faultsOf } from '../../faults-of';
import { planned } from './decided';
import { identity, trust } from './documents';

const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
const policy = (Sid: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Sid, Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
  });
const urn = (type: string, name: string): string => `urn:pulumi:dev::p::${type}::${name}`;
const resource = (type: string, name: string, inputs: object, propertyDependencies: object = {}): object => ({
  urn: urn(type, name),
  type,
  inputs,
  propertyDependencies,
});

const facts = (...resources: object[]): ReturnType<typeof accessFacts> =>
  accessFacts(inputsOf([{ name: 'plan.json', text: JSON.stringify({ version: 3, deployment: { resources } }) }]));
const documents = (files: Readonly<Record<string, unknown>>): ReturnType<typeof accessFacts> =>
  accessFacts(inputsOf(Object.entries(files).map(([name, value]) => ({ name, text: JSON.stringify(value) }))));
const sids = (found: ReturnType<typeof accessFacts>): unknown[] =>
  found.roles.map(({ identity: policies }) => policies.flatMap(({ statements }) => statements.map(({ sid }) => sid)));

const role = resource('aws:iam/role:Role', 'alpha', {
  name: 'ml-alpha',
  assumeRolePolicy: JSON.stringify({
    Statement: [{ Effect: 'Allow', Principal: { Service: 'pods.eks.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  }),
  inlinePolicies: [{ name: 'in', policy: policy('Inline') }],
  tags: { team: 'x' },
});
const ROLE_URN = urn('aws:iam/role:Role', 'alpha');

describe('plans', () => {
  test.each([
    ['a trust that says nothing of whom', { ...role, inputs: { name: 'ml-alpha', assumeRolePolicy: policy('Trust') } }],
    [
      'a policy of a bucket that says nothing of whom',
      resource('aws:s3/bucketPolicy:BucketPolicy', 'b', { bucket: 'b', policy: policy('B') }),
    ],
  ])('refuse %s, as AWS does', (_, wrong) => {
    expect(() => facts(wrong)).toThrow(/Principal or NotPrincipal/);
  });

  test('give a role every policy that any resource attaches, by name or by where an unknown value comes from', () => {
    const managed = resource('aws:iam/policy:Policy', 'managed', { name: 'm', policy: policy('Managed') });
    expect(
      sids(
        facts(
          role,
          managed,
          resource('aws:iam/rolePolicy:RolePolicy', 'byName', { role: 'ml-alpha', policy: policy('ByName') }),
          resource(
            'aws:iam/rolePolicy:RolePolicy',
            'byUrn',
            { role: UNKNOWN, policy: policy('ByUrn') },
            { role: [ROLE_URN] },
          ),
          resource('aws:iam/rolePolicy:RolePolicy', 'other', { role: 'ml-beta', policy: policy('Other') }),
          resource(
            'aws:iam/rolePolicyAttachment:RolePolicyAttachment',
            'attached',
            { role: 'ml-alpha', policyArn: UNKNOWN },
            { policyArn: [urn('aws:iam/policy:Policy', 'managed')] },
          ),
        ),
      ),
    ).toEqual([['Inline', 'ByName', 'ByUrn', 'Managed']]);
  });

  test('name what a role has and the plan does not show', () => {
    const found = facts(
      role,
      resource('aws:iam/rolePolicyAttachment:RolePolicyAttachment', 'aws', {
        role: 'ml-alpha',
        policyArn: 'arn:aws:iam::aws:policy/AmazonS3FullAccess',
      }),
      resource('aws:iam/rolePolicy:RolePolicy', 'secret', { name: 'secret', role: 'ml-alpha', policy: UNKNOWN }),
      resource('aws:s3/bucketPolicy:BucketPolicy', 'data', { bucket: 'data', policy: UNKNOWN }),
    );
    expect(found.roles[0]?.missing.map(missingText)).toEqual([
      'inline policy secret of role ml-alpha',
      'policy arn:aws:iam::aws:policy/AmazonS3FullAccess of role ml-alpha',
    ]);
    expect(found.missing).toEqual([{ kind: 'bucket-policy', bucket: 'data' }]);
  });

  test('give a role what lists of roles and of policies attach, and name what they do not know', () => {
    const managed = resource('aws:iam/policy:Policy', 'managed', {
      name: 'm',
      arn: 'arn:aws:iam::111122223333:policy/m',
      policy: policy('Managed'),
    });
    const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';
    const found = facts(
      role,
      managed,
      resource('aws:iam/policyAttachment:PolicyAttachment', 'some', {
        roles: ['ml-beta', 'ml-alpha'],
        policyArn: admin,
      }),
      resource('aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive', 'all', {
        roleName: 'ml-alpha',
        policyArns: ['arn:aws:iam::111122223333:policy/m', 'arn:aws:iam::111122223333:policy/away'],
      }),
      resource('aws:iam/rolePoliciesExclusive:RolePoliciesExclusive', 'inline', {
        roleName: 'ml-alpha',
        policyNames: ['in', 'by-hand'],
      }),
      resource('aws:iam/roleThing:RoleThing', 'new', { role: UNKNOWN }, { role: [ROLE_URN] }),
    );
    expect(sids(found)).toEqual([['Inline', 'Managed']]);
    expect(found.roles[0]?.missing.map(missingText)).toEqual([
      `policy ${admin} of role ml-alpha`,
      'policy arn:aws:iam::111122223333:policy/away of role ml-alpha',
      'inline policy by-hand of role ml-alpha',
      'what new (aws:iam/roleThing:RoleThing) gives role ml-alpha',
    ]);
  });

  test('know the account from what providers are held to, and tags of sessions from associations', () => {
    const association = resource(
      'aws:eks/podIdentityAssociation:PodIdentityAssociation',
      'a',
      { clusterName: 'train', namespace: 'ml-alpha', serviceAccount: 'train', roleArn: UNKNOWN },
      { roleArn: [ROLE_URN] },
    );
    const provider = resource('pulumi:providers:aws', 'p', { allowedAccountIds: '["111122223333"]' });
    const [found] = facts(role, association, provider).roles;
    expect([found?.arn, Object.fromEntries(found?.tags ?? [])]).toEqual([
      'arn:aws:iam::111122223333:role/ml-alpha',
      {
        team: 'x',
        'kubernetes-namespace': 'ml-alpha',
        'kubernetes-service-account': 'train',
        'eks-cluster-name': 'train',
      },
    ]);
    expect(facts(role).roles[0]?.arn).toBeUndefined();
  });

  test('with a policy that is none are refused, with the line of the resource', () => {
    for (const text of [
      '{',
      '{"Statement": [{"Effect": "allow"}]}',
      '{"Version": "2020", "Statement": []}',
      '{"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Conditions": {}}}',
      '{"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"StringLikes": {"a": "b"}}}}',
      '{"Statement": {"Effect": "Allow", "Action": "*:GetObject", "Resource": "*"}}',
      '{"Statement": {"Effect": "Allow", "Action": "GetObject", "Resource": "*"}}',
      '{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"NullIfExists": {"a": "true"}}}}',
      '{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"DateLessThan": {"a": "foo 1"}}}}',
      '{"Statement": [], "Statement": []}',
    ])
      expect(
        faultsOf(() =>
          facts(role, resource('aws:iam/rolePolicy:RolePolicy', 'bad', { role: 'ml-alpha', policy: text })),
        )[0]?.path,
      ).toMatch(/^plan.json:1 deployment.resources\[1\].inputs.policy$/);
  });
});

const ALL = { kind: 'every-policy', role: 'r' };

describe('plain documents', () => {
  test('say by their content whose they are', () => {
    const found = documents({
      'identity.json': identity(),
      'bucket.json': {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: ['arn:aws:s3:::data', 'arn:aws:s3:::data/*'] },
        ],
      },
      'trust.json': trust(),
      'key.json': {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'kms:*', Resource: '*' }],
      },
      'endpoint.json': {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: ['arn:aws:s3:::data/*', 'arn:aws:s3:::logs/*'] },
        ],
      },
    });
    expect([
      found.loose.identity.length,
      found.loose.trusts.length,
      [...found.buckets.keys()],
      [...found.keys.keys()],
      found.endpoints.map(({ name }) => name),
    ]).toEqual([1, 1, ['data'], ['key.json'], ['endpoint.json']]);
    const asked = roleAsked(found, 'arn:aws:iam::111122223333:role/training/ml-alpha');
    expect(asked).toMatchObject({ name: 'ml-alpha', path: '/training/', account: '111122223333' });
  });

  test('of the AWS CLI are read with what is around them', () => {
    const account = {
      RoleDetailList: [
        {
          RoleName: 'r',
          Arn: 'arn:aws:iam::111122223333:role/team/r',
          AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(trust())),
          RolePolicyList: [{ PolicyName: 'in', PolicyDocument: JSON.parse(policy('Inline')) as object }],
          AttachedManagedPolicies: [{ PolicyArn: 'arn:m' }, { PolicyArn: 'arn:aws:iam::aws:policy/X' }],
          PermissionsBoundary: { PermissionsBoundaryArn: 'arn:m' },
          Tags: [{ Key: 'a', Value: 'b' }],
        },
      ],
      Policies: [
        {
          Arn: 'arn:m',
          PolicyVersionList: [
            { IsDefaultVersion: false },
            { IsDefaultVersion: true, Document: JSON.parse(policy('Managed')) as object },
          ],
        },
      ],
    };
    const [found] = documents({ 'account.json': account }).roles;
    expect(found).toMatchObject({
      name: 'r',
      path: '/team/',
      account: '111122223333',
      missing: [{ kind: 'attached-policy', policy: 'arn:aws:iam::aws:policy/X', holder: 'role r' }],
    });
    expect([
      found?.identity.length,
      found?.boundary !== undefined,
      found?.trust !== undefined,
      found?.tags.get('a'),
    ]).toEqual([2, true, true, 'b']);
    const inline = documents({
      'inline.json': { RoleName: 'r', PolicyName: 'p', PolicyDocument: JSON.parse(policy('X')) as object },
      'role.json': {
        Role: { RoleName: 'r', Arn: 'arn:aws:iam::111122223333:role/r', AssumeRolePolicyDocument: trust() },
      },
      'bucket.json': {
        Policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: 'arn:aws:s3:::data/*' }],
        }),
      },
    });
    expect([sids(inline), [...inline.buckets.keys()]]).toEqual([[['X']], ['data']]);
  });

  test('of a role that has a boundary name it as missing where its text is not among them', () => {
    const Role = {
      RoleName: 'r',
      Arn: 'arn:aws:iam::111122223333:role/r',
      PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: 'arn:m' },
    };
    const document = JSON.parse(policy('Boundary')) as object;
    const account = {
      RoleDetailList: [],
      Policies: [{ Arn: 'arn:m', PolicyVersionList: [{ IsDefaultVersion: true, Document: document }] }],
    };
    const role = (files: object): unknown[] => {
      const [found] = documents({ 'role.json': { Role }, ...files }).roles;
      return [found?.missing, found?.boundary?.statements.map(({ sid }) => sid)];
    };
    expect([role({}), role({ 'account.json': account })]).toEqual([
      [[{ kind: 'boundary', role: 'r' }, ALL], undefined],
      [[ALL], ['Boundary']],
    ]);
  });

  test('of a role that is printed without its policies leave open what it may do, unless some of them are given', () => {
    const Role = { RoleName: 'r', Arn: 'arn:aws:iam::111122223333:role/r', AssumeRolePolicyDocument: trust() };
    const document = JSON.parse(policy('Own')) as object;
    const asked = (files: object): unknown => {
      const role = roleAsked(documents({ 'role.json': { Role }, ...files }), 'r');
      if (typeof role === 'string') return role;
      return [role.identity.flatMap(({ statements }) => statements.map(({ sid }) => sid)), role.missing];
    };
    expect([
      asked({}),
      asked({ 'own.json': document }),
      asked({ 'own.json': { RoleName: 'r', PolicyName: 'p', PolicyDocument: document } }),
    ]).toEqual([
      [[], [ALL]],
      [['Own'], []],
      [['Own'], []],
    ]);
  });

  test('that are about policies, and not their text, are none', () => {
    expect(
      [
        { Policy: { PolicyName: 'p', Arn: 'arn:m', DefaultVersionId: 'v1' } },
        { Policy: { PolicySummary: {}, Content: '{}' } },
        { Policy: JSON.parse(policy('X')) as object },
      ].map(looksLikeIam),
    ).toEqual([false, false, true]);
  });

  test('hold users and groups with what they have, and not those that have nothing', () => {
    const inline = (name: string): object[] => [
      { PolicyName: 'in', PolicyDocument: JSON.parse(policy(name)) as object },
    ];
    const account = {
      RoleDetailList: [],
      UserDetailList: [
        { UserName: 'eve', Arn: 'arn:aws:iam::1:user/eve', UserPolicyList: inline('E') },
        { UserName: 'bob' },
      ],
      GroupDetailList: [{ GroupName: 'g', Arn: 'arn:aws:iam::1:group/g', GroupPolicyList: inline('G') }],
    };
    expect(
      documents({ 'account.json': account }).users.map(({ arn, identity: [own] }) => [arn, own?.place.name]),
    ).toEqual([
      ['arn:aws:iam::1:user/eve', 'inline policy in of user eve'],
      ['arn:aws:iam::1:user/(of group g)', 'inline policy in of user (of group g)'],
    ]);
  });

  test.each([
    ['what the AWS CLI prints of a bucket', { Policy: policy('B') }],
    [
      'a policy that says it in another statement',
      {
        Statement: [
          { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: 'arn:aws:s3:::data/*' },
          { Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::data/*' },
        ],
      },
    ],
    ['a trust', { Role: { RoleName: 'r', AssumeRolePolicyDocument: JSON.parse(policy('Trust')) as object } }],
  ])('are refused where a statement does not say whom it is about: %s', (_, wrong) => {
    expect(() => documents({ 'p.json': wrong })).toThrow(/Principal or NotPrincipal/);
  });

  test('that are badly URL-encoded are refused, with their line', () => {
    expect(faultsOf(() => documents({ 'p.json': { PolicyDocument: '%7B%ZZ' } }))[0]?.path).toBe(
      'p.json:1 PolicyDocument',
    );
  });

  test('leave no role to ask about where there is neither a role of that name nor a policy without owner', () => {
    expect(roleAsked(facts(role), 'ml-alpa')).toMatch(/did you mean "ml-alpha"/);
    expect(roleAsked(planned({ identity: [] }).facts, 'other')).toMatch(/no role other/);
  });
});

describe('a role that the input knows by name alone', () => {
  const BUCKET = 'arn:aws:s3:::data';
  const principal = 'arn:aws:iam::111122223333:role/training/alpha';
  const about = (bucket: object): AccessFacts =>
    documents({
      'inline.json': {
        RoleName: 'alpha',
        PolicyName: 'p',
        PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: `${BUCKET}/own/*` }] },
      },
      'bucket.json': { Statement: [{ Action: 's3:*', Resource: [BUCKET, `${BUCKET}/*`], ...bucket }] },
    });
  const answers = (found: AccessFacts, given: string): unknown[] => {
    const asked = roleAsked(found, given);
    if (typeof asked === 'string') throw new Error(asked);
    const context = roleContext(asked, []);
    const proof = provePrefix(found, asked, `${BUCKET}/own/`, 'only');
    return [
      decide(found, asked, { action: 's3:GetObject', resource: `${BUCKET}/own/x`, context }).outcome,
      decide(found, asked, { action: 's3:PutObject', resource: `${BUCKET}/x`, context }).outcome,
      typeof proof === 'string' ? proof : proof.verdict,
    ];
  };

  test('may have any path: what names a role of that name is perhaps about it, and its ARN decides', () => {
    const allowed = about({ Effect: 'Allow', Principal: { AWS: principal } });
    const denied = about({ Effect: 'Deny', Principal: { AWS: principal } });
    const spared = about({ Effect: 'Deny', NotPrincipal: { AWS: principal } });
    expect([
      answers(allowed, 'alpha'),
      answers(denied, 'alpha'),
      answers(spared, 'alpha'),
      answers(about({ Effect: 'Deny', Principal: { AWS: `${principal}-2` } }), 'alpha'),
    ]).toEqual([
      ['allowed', 'unknown', 'unknown'],
      ['unknown', 'implicitDeny', 'proved'],
      ['unknown', 'implicitDeny', 'proved'],
      ['allowed', 'implicitDeny', 'proved'],
    ]);
    expect([answers(allowed, principal), answers(denied, principal)]).toEqual([
      ['allowed', 'allowed', 'leak'],
      ['explicitDeny', 'explicitDeny', 'proved'],
    ]);
  });

  test('is another one than that which is not in the input: of that nothing is known but what names it', () => {
    const allowed = about({ Effect: 'Allow', Principal: { AWS: principal } });
    expect(roleAsked(allowed, 'alhpa')).toMatch(/did you mean "alpha"/);
    expect(answers(allowed, 'arn:aws:iam::111122223333:role/beta')).toEqual(['unknown', 'unknown', 'unknown']);
  });
});

describe('a trust', () => {
  const of = (document: object): unknown[] => {
    const found = documents({ 'role.json': { Role: { RoleName: 'r', AssumeRolePolicyDocument: document } } }).roles[0];
    return trusted(found as never).map(({ statement: _, ...rest }) => rest);
  };
  const exactly = (...texts: string[]): object => ({ kind: 'exactly', texts });

  test('of Pod Identity demands cluster, namespace and service account, or it demands nothing', () => {
    expect(of(trust())).toEqual([
      {
        kind: 'pod-identity',
        cluster: exactly('arn:aws:eks:eu-west-1:111122223333:cluster/train'),
        namespace: exactly('ml-alpha'),
        serviceAccount: exactly('train'),
      },
    ]);
    expect(
      of({ Statement: [{ Effect: 'Allow', Principal: { Service: 'pods.eks.amazonaws.com' }, Action: 'sts:*' }] }),
    ).toEqual([
      {
        kind: 'pod-identity',
        cluster: { kind: 'anything' },
        namespace: { kind: 'anything' },
        serviceAccount: { kind: 'anything' },
      },
    ]);
  });

  test.each([
    ['StringEquals', 'system:serviceaccount:alpha:train', exactly('system:serviceaccount:alpha:train')],
    ['StringEquals', 'system:serviceaccount:alpha:*', exactly('system:serviceaccount:alpha:*')],
    [
      'StringLike',
      'system:serviceaccount:alpha*:train',
      { kind: 'pattern', texts: ['system:serviceaccount:alpha*:train'] },
    ],
    ['StringLike', 'system:serviceaccount:alpha:train', exactly('system:serviceaccount:alpha:train')],
    ['StringEqualsIfExists', 'system:serviceaccount:alpha:train', { kind: 'anything' }],
    ['StringNotEquals', 'system:serviceaccount:beta:train', { kind: 'anything' }],
    ['ForAllValues:StringEquals', 'system:serviceaccount:alpha:train', { kind: 'anything' }],
  ])('of IRSA under %s %s', (operator, subject, demand) => {
    const issuer = 'oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE';
    const provider = `arn:aws:iam::111122223333:oidc-provider/${issuer}`;
    const statement = {
      Effect: 'Allow',
      Principal: { Federated: provider },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { [operator]: { [`${issuer}:sub`]: subject } },
    };
    expect(of({ Version: '2012-10-17', Statement: [statement] })).toEqual([
      { kind: 'irsa', provider, audience: { kind: 'anything' }, subject: demand },
    ]);
  });

  test('of anybody else is told as it is', () => {
    expect(
      of({
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: ['111122223333'], Service: 'ec2.amazonaws.com' },
            Action: 'sts:AssumeRole',
          },
          { Effect: 'Allow', Principal: '*', Action: '*' },
        ],
      }),
    ).toEqual([
      { kind: 'other', principal: 'AWS 111122223333' },
      { kind: 'other', principal: 'Service ec2.amazonaws.com' },
      { kind: 'other', principal: '*' },
    ]);
  });
});
