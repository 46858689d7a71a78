import { accessFacts } from '../../../lib/verify/access/facts/access-facts';
import { decide } from '../../../lib/verify/access/decision';
import { roleAsked } from '../../../lib/verify/access/facts/role-asked';
import { roleContext } from '../../../lib/verify/access/role-context';
import { inputsOf } from '../../../lib/verify/input/inputs';
import { decided, planned } from './decided';
import { ACCOUNT, ROLE_ARN } from './simulator';

const statement = (Effect: string, Action: string, Resource: string | string[], rest: object = {}): object => ({
  Version: '2012-10-17',
  Statement: [{ Effect, Action, Resource, ...rest }],
});

/** The answer for the role, to which an identity policy gives everything, beside other documents. */
function answer(action: string, resource: string, ...others: readonly object[]): string {
  const files = [statement('Allow', '*', '*'), ...others];
  const facts = accessFacts(
    inputsOf(files.map((value, index) => ({ name: `${index}.json`, text: JSON.stringify(value) }))),
  );
  const role = roleAsked(facts, ROLE_ARN);
  if (typeof role === 'string') throw new Error(role);
  return decide(facts, role, { action, resource, context: roleContext(role, []) }).outcome;
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
