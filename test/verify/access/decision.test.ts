import { accessFacts } from '../../../lib/verify/access/facts/access-facts';
import { decide } from '../../../lib/verify/access/decision';
import { decidingKeys } from '../../../lib/verify/access/deciding-keys';
import { roleAsked } from '../../../lib/verify/access/facts/role-asked';
import { roleContext, usualValues } from '../../../lib/verify/access/role-context';
import { inputsOf } from '../../../lib/verify/input/inputs';
import { decided, planned } from './decided';
import { ACCOUNT, ROLE_ARN } from './simulator';

const statement = (Effect: string, Action: string, Resource: string | string[], rest: object = {}): object => ({
  Version: '2012-10-17',
  Statement: [{ Effect, Action, Resource, ...rest }],
});

/** The answer for the role, to which an identity policy gives everything, beside other documents. */
function answer(action: string, resource: string, ...others: readonly object[]): string {
  return answerTo({ action, resource }, statement('Allow', '*', '*'), ...others);
}

interface Question {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/** The answer for the role by some documents alone. */
function answerTo({ action, resource, context = {} }: Question, ...files: readonly object[]): string {
  const facts = accessFacts(
    inputsOf(files.map((value, index) => ({ name: `${index}.json`, text: JSON.stringify(value) }))),
  );
  const role = roleAsked(facts, ROLE_ARN);
  if (typeof role === 'string') throw new Error(role);
  return decide(facts, role, { action, resource, context: roleContext(role, []).with(Object.entries(context)) })
    .outcome;
}

test('a gateway endpoint carries requests of everybody; of an account it carries those of the root user alone', () => {
  const endpoint = (Principal: unknown): object => statement('Allow', 's3:*', '*', { Principal });
  const through = (VpcEndpointType: string, Principal: unknown): string =>
    answer('s3:GetObject', 'arn:aws:s3:::data/x', {
      VpcEndpoints: [
        {
          VpcEndpointId: 'vpce-1',
          VpcEndpointType,
          ServiceName: 'com.amazonaws.eu-west-1.s3',
          PolicyDocument: JSON.stringify(endpoint(Principal)),
        },
      ],
    });
  const inPlan = (Principal: unknown): string =>
    decided({
      identity: [statement('Allow', 's3:*', '*')],
      endpoint: endpoint(Principal),
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::data/x',
      context: {},
    }).outcome;
  expect(
    ['*', { AWS: '*' }, { AWS: ACCOUNT }, { AWS: ROLE_ARN }, { AWS: '999999999999' }].map((principal) => [
      inPlan(principal),
      through('Gateway', principal),
      through('Interface', principal),
    ]),
  ).toEqual([
    ['allowed', 'allowed', 'allowed'],
    ['allowed', 'allowed', 'allowed'],
    ['implicitDeny', 'implicitDeny', 'allowed'],
    ['unknown', 'unknown', 'allowed'],
    ['implicitDeny', 'implicitDeny', 'implicitDeny'],
  ]);
});

test('a request into another account has to be allowed on both sides', () => {
  const OTHER = '999999999999';
  const key = `arn:aws:kms:eu-west-1:${OTHER}:key/0`;
  const keyPolicy = (Principal: unknown): object => ({
    urn: 'urn:pulumi:dev::p::aws:kms/key:Key::k',
    type: 'aws:kms/key:Key',
    inputs: { arn: key, policy: JSON.stringify(statement('Allow', 'kms:*', '*', { Principal })) },
  });
  const uses = (Principal: unknown, ...others: readonly object[]): string =>
    answer('kms:Decrypt', key, { version: 3, deployment: { resources: [keyPolicy(Principal)] } }, ...others);
  const deployed = (identity: object, Principal: unknown): string => {
    const facts = accessFacts(
      inputsOf([
        { name: 'plan.json', text: JSON.stringify({ version: 3, deployment: { resources: [keyPolicy(Principal)] } }) },
        { name: 'identity.json', text: JSON.stringify(identity) },
      ]),
    );
    const role = roleAsked(facts, ROLE_ARN);
    if (typeof role === 'string') throw new Error(role);
    return decide(facts, role, { action: 'kms:Decrypt', resource: key, context: roleContext(role, []) }).outcome;
  };
  expect([
    uses({ AWS: ROLE_ARN }),
    uses({ AWS: ACCOUNT }),
    uses('*'),
    uses({ AWS: OTHER }),
    deployed(statement('Allow', 's3:*', '*'), { AWS: ROLE_ARN }),
    deployed(statement('Allow', 's3:*', '*'), '*'),
  ]).toEqual(['allowed', 'allowed', 'allowed', 'implicitDeny', 'implicitDeny', 'implicitDeny']);
  // A policy of a resource elsewhere has to be known, unless nothing here allows the request.
  const secret = `arn:aws:secretsmanager:eu-west-1:${OTHER}:secret:x`;
  expect([
    answer('secretsmanager:GetSecretValue', secret),
    answer('secretsmanager:GetSecretValue', secret.replace(OTHER, ACCOUNT)),
    answer('secretsmanager:GetSecretValue', secret, statement('Deny', 'secretsmanager:*', '*')),
    answer('s3:GetObject', `arn:aws:s3:eu-west-1:${OTHER}:accesspoint/a/object/x`),
  ]).toEqual(['unknown', 'allowed', 'explicitDeny', 'unknown']);
});

test('what nothing allows is not allowed, whether or not a deny applies as well', () => {
  const identity = [
    statement('Allow', 's3:GetObject', 'arn:aws:s3:::data/*'),
    statement('Deny', 's3:*', '*', { Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } }),
  ];
  const { facts, role } = planned({ identity });
  const context = roleContext(role, []).withUnknown(['aws:SourceVpce']);
  const outcome = (action: string): string =>
    decide(facts, role, { action, resource: 'arn:aws:s3:::data/x', context }).outcome;
  expect([outcome('s3:GetObject'), outcome('s3:PutObject')]).toEqual(['unknown', 'implicitDeny']);
});

test('a session says when it began, and when that is decides only where it is compared', () => {
  const asked = (Condition: object): string =>
    answer('s3:GetObject', 'arn:aws:s3:::data/x', {
      ...statement('Deny', 's3:*', ['arn:aws:s3:::data', 'arn:aws:s3:::data/*'], { Principal: '*', Condition }),
    });
  expect(
    [
      { Null: { 'aws:TokenIssueTime': 'true' } },
      { Null: { 'aws:TokenIssueTime': 'false' } },
      { DateLessThan: { 'aws:TokenIssueTime': '2026-01-31T00:00:00Z' } },
    ].map(asked),
  ).toEqual(['allowed', 'explicitDeny', 'unknown']);
});

test('a request has a time, a region and an answer about MFA, whose values decide only where they are compared', () => {
  const asked = (Condition: object, context: Question['context'] = {}): string =>
    answerTo(
      { action: 's3:GetObject', resource: 'arn:aws:s3:::data/x', context },
      statement('Allow', '*', '*'),
      statement('Deny', '*', '*', { Condition }),
    );
  expect([
    asked({ DateGreaterThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } }),
    asked({ StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } }),
    asked({ StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } }, { 'aws:RequestedRegion': 'us-east-1' }),
    asked({ Bool: { 'aws:MultiFactorAuthPresent': 'false' } }),
    asked({ Bool: { 'aws:MultiFactorAuthPresent': 'false' } }, { 'aws:MultiFactorAuthPresent': 'true' }),
    asked({ Null: { 'aws:MultiFactorAuthPresent': 'true' } }),
  ]).toEqual(['unknown', 'unknown', 'allowed', 'unknown', 'allowed', 'allowed']);
});

test('one request is made in the account and the region of its resource and without MFA, as long as nobody says otherwise', () => {
  expect([
    usualValues('arn:aws:kms:eu-west-1:111122223333:key/0'),
    usualValues('arn:aws:s3:::data/x'),
    usualValues('*'),
  ]).toEqual([
    [
      ['aws:ResourceAccount', '111122223333'],
      ['s3:ResourceAccount', '111122223333'],
      ['aws:MultiFactorAuthPresent', 'false'],
      ['aws:RequestedRegion', 'eu-west-1'],
    ],
    [['aws:MultiFactorAuthPresent', 'false']],
    [['aws:MultiFactorAuthPresent', 'false']],
  ]);
});

test('a star at the end of a part of a resource reaches beyond the colon, in a condition it does not', () => {
  const table = 'arn:aws:dynamodb:eu-west-1:111122223333:table/T';
  const denied = (Resource: string, Condition?: object): string =>
    answer('dynamodb:GetItem', table, statement('Deny', '*', Resource, Condition === undefined ? {} : { Condition }));
  expect([
    denied('arn:aws:dynamodb:*:table/T'),
    denied('arn:aws:dynamodb:*t-1:table/T'),
    denied('*', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam:*role/training/ml-alpha' } }),
    denied('*', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam:*:*:role/training/ml-alpha' } }),
  ]).toEqual(['explicitDeny', 'allowed', 'allowed', 'explicitDeny']);
});

test('a bucket that is said to be of another account has to allow it too', () => {
  const owner = '444455556666';
  const bucketPolicy = statement('Allow', 's3:*', ['arn:aws:s3:::data', 'arn:aws:s3:::data/*'], {
    Principal: { AWS: ROLE_ARN },
  });
  const asked = (account: string, ...documents: readonly object[]): string =>
    answerTo(
      { action: 's3:GetObject', resource: 'arn:aws:s3:::data/x', context: { 'aws:ResourceAccount': account } },
      ...documents,
    );
  const all = statement('Allow', '*', '*');
  const little = statement('Allow', 'ec2:DescribeImages', '*');
  expect([
    asked(owner, all),
    asked(owner, all, bucketPolicy),
    asked(owner, little, bucketPolicy),
    asked(ACCOUNT, little, bucketPolicy),
  ]).toEqual(['unknown', 'allowed', 'implicitDeny', 'allowed']);
});

describe('a deny for everybody but some', () => {
  const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
  const denied = (NotPrincipal: unknown, ...others: readonly object[]): string =>
    answer(
      's3:GetObject',
      'arn:aws:s3:::data/x',
      statement('Deny', 's3:*', 'arn:aws:s3:::data/*', { NotPrincipal }),
      ...others,
    );
  test.each<[string, unknown, string]>([
    ['another user and the account', { AWS: [`arn:aws:iam::${ACCOUNT}:user/Bob`, ROOT] }, 'explicitDeny'],
    ['the account alone', { AWS: ROOT }, 'explicitDeny'],
    ['the role, whose session is not named', { AWS: [ROLE_ARN, ROOT] }, 'unknown'],
    ['the session', { AWS: [`arn:aws:sts::${ACCOUNT}:assumed-role/ml-alpha/x`, ROLE_ARN, ROOT] }, 'unknown'],
    ['everybody', '*', 'allowed'],
  ])('%s', (_, principal, outcome) => expect(denied(principal)).toBe(outcome));

  test('is one for whoever has a boundary, whoever is named', () => {
    const { facts, role } = planned({
      identity: [statement('Allow', '*', '*')],
      boundary: statement('Allow', '*', '*'),
      bucket: statement('Deny', 's3:*', 'arn:aws:s3:::data/*', { NotPrincipal: { AWS: [ROLE_ARN, ROOT] } }),
    });
    const request = { action: 's3:GetObject', resource: 'arn:aws:s3:::data/x', context: roleContext(role, []) };
    expect(decide(facts, role, request).outcome).toBe('explicitDeny');
  });
});

test('a session that a policy names may be this one, within no boundary; one of another account is not', () => {
  const asked = (account: string, Effect: string, boundary?: object): string => {
    const { facts, role } = planned({
      identity: Effect === 'Deny' ? [statement('Allow', '*', '*')] : [statement('Allow', 'ec2:*', '*')],
      boundary,
      bucket: statement(Effect, 's3:*', 'arn:aws:s3:::data/*', {
        Principal: { AWS: `arn:aws:sts::${account}:assumed-role/ml-alpha/x` },
      }),
    });
    const request = { action: 's3:GetObject', resource: 'arn:aws:s3:::data/x', context: roleContext(role, []) };
    return decide(facts, role, request).outcome;
  };
  expect([
    asked(ACCOUNT, 'Deny'),
    asked('444455556666', 'Deny'),
    asked(ACCOUNT, 'Allow'),
    asked(ACCOUNT, 'Allow', statement('Allow', 'ec2:*', '*')),
    asked('444455556666', 'Allow'),
  ]).toEqual(['unknown', 'allowed', 'unknown', 'unknown', 'implicitDeny']);
});

test('who one is may be asked whatever policies say', () => {
  const action = 'sts:GetCallerIdentity';
  expect([
    answer(action, '*', statement('Deny', action, '*')),
    answerTo({ action, resource: '*' }, statement('Allow', 's3:*', '*')),
  ]).toEqual(['allowed', 'allowed']);
});

test('every action may be written with a star for the service too', () => {
  expect(answerTo({ action: 's3:GetObject', resource: 'arn:aws:s3:::data/x' }, statement('Allow', '*:*', '*'))).toBe(
    'allowed',
  );
});

test('a name of no action matches none, and does not keep a dump from being read', () => {
  const question = { action: 's3:GetObject', resource: 'arn:aws:s3:::data/x' };
  expect(
    ['s3:GetObject,PutObject', 's3:GetObject ', 's3:'].map((action) => [
      answerTo(question, statement('Allow', action, '*')),
      answerTo(question, statement('Allow', '*', '*'), statement('Deny', action, '*')),
    ]),
  ).toEqual([
    ['implicitDeny', 'allowed'],
    ['implicitDeny', 'allowed'],
    ['implicitDeny', 'allowed'],
  ]);
});

test('an alias is given by the policies of the role alone, what it stands for by the key too', () => {
  const alias = `arn:aws:kms:eu-west-1:${ACCOUNT}:alias/a`;
  expect([answer('kms:CreateAlias', alias), answer('kms:DescribeKey', alias)]).toEqual(['allowed', 'unknown']);
});

test('through an access point it is not known what point and bucket say', () => {
  const point = `arn:aws:s3:eu-west-1:${ACCOUNT}:accesspoint/a/object/x`;
  expect([answer('s3:GetObject', point), answer('s3:GetObject', point, statement('Deny', 's3:*', point))]).toEqual([
    'unknown',
    'explicitDeny',
  ]);
});

test('an operator for one value decides nothing where some of several values match', () => {
  const asked = (...values: readonly string[]): string =>
    answerTo(
      { action: 's3:GetObject', resource: 'arn:aws:s3:::data/x', context: { 'aws:CalledVia': values } },
      statement('Allow', '*', '*', { Condition: { StringEquals: { 'aws:CalledVia': 'a' } } }),
    );
  expect([asked('a'), asked('a', 'b'), asked('b', 'c')]).toEqual(['allowed', 'unknown', 'implicitDeny']);
});

test('a key decides that is absent and would change the answer, and no other', () => {
  const deciding = (...files: readonly object[]): readonly string[] => {
    const facts = accessFacts(
      inputsOf(files.map((value, index) => ({ name: `${index}.json`, text: JSON.stringify(value) }))),
    );
    const role = roleAsked(facts, ROLE_ARN);
    if (typeof role === 'string') throw new Error(role);
    const request = { action: 's3:GetObject', resource: 'arn:aws:s3:::data/x', context: roleContext(role, []) };
    return decidingKeys(facts, role, request);
  };
  const all = statement('Allow', '*', '*');
  const when = (Effect: string, Condition: object): object => statement(Effect, '*', '*', { Condition });
  expect([
    deciding(all, when('Deny', { StringEquals: { 'aws:SourceVpce': 'vpce-1' } })),
    deciding(all, when('Deny', { StringNotEquals: { 'aws:SourceVpce': 'vpce-1', 'aws:UserAgent': 'x' } })),
    deciding(when('Allow', { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } })),
    deciding(all, when('Allow', { StringEquals: { 'aws:UserAgent': 'x' } })),
    deciding(all, statement('Deny', '*', '*')),
  ]).toEqual([['aws:SourceVpce'], ['aws:UserAgent'], ['aws:SourceIp'], [], []]);
});

test('a request goes through one endpoint, and is held to the policy of that', () => {
  const endpoint = (VpcEndpointId: string, ...statements: readonly object[]): object => ({
    VpcEndpointId,
    VpcEndpointType: 'Gateway',
    ServiceName: 'com.amazonaws.eu-west-1.s3',
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
  });
  const all = (Effect: string, Resource: string): object => ({ Effect, Action: 's3:*', Resource, Principal: '*' });
  const through = (vpce: string | undefined, ...endpoints: readonly object[]): string =>
    answerTo(
      {
        action: 's3:GetObject',
        resource: 'arn:aws:s3:::data/x',
        ...(vpce === undefined ? {} : { context: { 'aws:SourceVpce': vpce } }),
      },
      statement('Allow', 's3:*', '*'),
      { VpcEndpoints: endpoints },
    );
  const [other, open] = [
    endpoint('vpce-1', all('Allow', 'arn:aws:s3:::other/*')),
    endpoint('vpce-2', all('Allow', '*')),
  ];
  const shut = endpoint('vpce-2', all('Deny', '*'));
  expect([through('vpce-1', other, open), through('vpce-2', other, open), through(undefined, other, open)]).toEqual([
    'implicitDeny',
    'allowed',
    'unknown',
  ]);
  expect([through('vpce-1', endpoint('vpce-1', all('Allow', '*')), shut), through('vpce-2', open, shut)]).toEqual([
    'allowed',
    'unknown',
  ]);
});

test('who makes an alias of a key needs a right to the key as well', () => {
  const key = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/0`;
  const policy = statement('Allow', 'kms:*', '*', { Principal: { AWS: ACCOUNT } }) as { Statement: object[] };
  policy.Statement.push({ Effect: 'Deny', Principal: '*', Action: 'kms:CreateAlias', Resource: '*' });
  const plan = {
    version: 3,
    deployment: {
      resources: [
        {
          urn: 'urn:pulumi:dev::p::aws:kms/key:Key::k',
          type: 'aws:kms/key:Key',
          inputs: { arn: key, policy: JSON.stringify(policy) },
        },
      ],
    },
  };
  expect(['CreateAlias', 'UpdateAlias'].map((action) => answer(`kms:${action}`, key, plan))).toEqual([
    'explicitDeny',
    'allowed',
  ]);
  expect(answer('kms:CreateAlias', `arn:aws:kms:eu-west-1:${ACCOUNT}:alias/a`, plan)).toBe('allowed');
});

test('a canonical user is perhaps the account of the role', () => {
  const bucket = (Effect: string): object => ({
    urn: 'urn:pulumi:dev::p::aws:s3/bucketPolicy:BucketPolicy::b',
    type: 'aws:s3/bucketPolicy:BucketPolicy',
    inputs: {
      bucket: 'data',
      policy: JSON.stringify(
        statement(Effect, 's3:*', 'arn:aws:s3:::data/*', { Principal: { CanonicalUser: '79a5' } }),
      ),
    },
  });
  const asked = (Effect: string): string =>
    answer('s3:GetObject', 'arn:aws:s3:::data/x', { version: 3, deployment: { resources: [bucket(Effect)] } });
  expect([asked('Allow'), asked('Deny')]).toEqual(['allowed', 'unknown']);
});

test('printed roles of one name in two accounts are two, and what they have hangs on no order of files', () => {
  const role = (account: string, more: object = {}): object => ({
    RoleName: 'r',
    Arn: `arn:aws:iam::${account}:role/r`,
    ...more,
  });
  const policy = {
    Policies: [
      {
        Arn: `arn:aws:iam::${ACCOUNT}:policy/p`,
        PolicyVersionList: [{ IsDefaultVersion: true, Document: statement('Allow', 's3:*', '*') }],
      },
    ],
    RoleDetailList: [],
  };
  const attached = { AttachedManagedPolicies: [{ PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/p` }] };
  const files = [{ RoleDetailList: [role(ACCOUNT, attached)] }, { RoleDetailList: [role('999999999999')] }, policy];
  const asked = (account: string, given: readonly object[]): string => {
    const facts = accessFacts(
      inputsOf(given.map((value, index) => ({ name: `${index}.json`, text: JSON.stringify(value) }))),
    );
    const found = roleAsked(facts, `arn:aws:iam::${account}:role/r`);
    if (typeof found === 'string') return found;
    const context = roleContext(found, []);
    return decide(facts, found, { action: 's3:GetObject', resource: 'arn:aws:s3:::data/x', context }).outcome;
  };
  for (const order of [files, [...files].reverse()])
    expect([asked(ACCOUNT, order), asked('999999999999', order)]).toEqual(['allowed', 'implicitDeny']);
});
