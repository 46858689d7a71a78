import { decide } from '../../../lib/verify/access/decision';
import { accessFacts } from '../../../lib/verify/access/facts/access-facts';
import { roleAsked } from '../../../lib/verify/access/facts/role-asked';
import type { AccessFacts, Role } from '../../../lib/verify/access/facts/role';
import { provePrefix } from '../../../lib/verify/access/proof/prove-prefix';
import { roleContext } from '../../../lib/verify/access/role-context';
import { inputsOf } from '../../../lib/verify/input/inputs';
import { faultsOf } from '../../faults-of';

const ACCOUNT = '111122223333';
const ALPHA = `arn:aws:iam::${ACCOUNT}:role/alpha`;
const BUCKET = 'arn:aws:s3:::data';
const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/0`;
const SECRET = `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:x`;

const statement = (Effect: string, Action: string, Resource: string, rest: object = {}): object => ({
  Version: '2012-10-17',
  Statement: [{ Effect, Action, Resource, ...rest }],
});
const printed = (policy: object): object => ({ Policy: JSON.stringify(policy) });
const EVERYBODY = { Principal: '*' };

function documents(...values: readonly object[]): AccessFacts {
  return accessFacts(inputsOf(values.map((value, index) => ({ name: `${index}.json`, text: JSON.stringify(value) }))));
}

/** Answers for the role alpha, to which the first document gives everything. */
function answers(requests: readonly (readonly [string, string])[], ...others: readonly object[]): readonly string[] {
  const facts = documents(statement('Allow', '*', '*'), ...others);
  const role = roleAsked(facts, ALPHA);
  if (typeof role === 'string') throw new Error(role);
  const context = roleContext(role, []);
  return requests.map(([action, resource]) => decide(facts, role, { action, resource, context }).outcome);
}

const READ = ['s3:GetObject', `${BUCKET}/x`] as const;
const DECRYPT = ['kms:Decrypt', KEY] as const;
const SECRET_READ = ['secretsmanager:GetSecretValue', SECRET] as const;

describe('a policy that does not say whose it is', () => {
  test('of a key, or none at all, leaves open what the key allows; what changes nothing changes nothing', () => {
    const deny = statement('Deny', 'kms:Decrypt', '*', EVERYBODY);
    const requests = [DECRYPT, ['kms:ListKeys', '*'], READ] as const;
    expect([answers(requests), answers(requests, printed(deny)), answers(requests, deny)]).toEqual([
      ['unknown', 'allowed', 'allowed'],
      ['unknown', 'allowed', 'allowed'],
      ['unknown', 'allowed', 'allowed'],
    ]);
    const facts = documents(statement('Allow', '*', '*'), printed(deny));
    const role = roleAsked(facts, ALPHA) as Role;
    const [action, resource] = ['sts:AssumeRole', `${ALPHA}-2`];
    expect(decide(facts, role, { action, resource, context: roleContext(role, []) }).missing).toEqual([
      { kind: 'trust-policy', role: resource },
    ]);
    expect(answers([DECRYPT], deny, statement('Deny', 'kms:*', '*'))).toEqual(['explicitDeny']);
  });

  test('and has no resources is of a resource that needs none, unless it is about taking a role on', () => {
    const bare = { Effect: 'Deny', Principal: '*', Action: 'ecr:BatchGetImage' };
    const pull = ['ecr:BatchGetImage', `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/x`] as const;
    expect([answers([pull, READ], { Version: '2012-10-17', Statement: [bare] }), answers([pull])]).toEqual([
      ['unknown', 'allowed'],
      ['allowed'],
    ]);
  });

  test('of a role that is assumed has to be there: without its trust nobody is trusted', () => {
    const assume = ['sts:AssumeRole', `arn:aws:iam::${ACCOUNT}:role/beta`] as const;
    const beta = (Principal: object): object => ({
      Role: {
        RoleName: 'beta',
        Arn: assume[1],
        AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }] },
      },
    });
    expect([
      answers([assume]),
      answers([assume], beta({ AWS: ACCOUNT })),
      answers([assume], beta({ Service: 'ec2.amazonaws.com' })),
    ]).toEqual([['unknown'], ['allowed'], ['implicitDeny']]);
  });

  test('of whatever else concerns requests to its own service alone, where it would change the answer', () => {
    const requests = [SECRET_READ, ['secretsmanager:DeleteSecret', SECRET], READ] as const;
    const deny = statement('Deny', 'secretsmanager:GetSecretValue', '*', EVERYBODY);
    const allow = statement('Allow', 'secretsmanager:GetSecretValue', '*', { Principal: { AWS: ACCOUNT } });
    expect([answers(requests), answers(requests, deny), answers(requests, printed(deny))]).toEqual([
      ['allowed', 'allowed', 'allowed'],
      ['unknown', 'allowed', 'allowed'],
      ['unknown', 'allowed', 'allowed'],
    ]);
    // As an endpoint's it would withhold what it does not speak of.
    expect(answers(requests, allow)).toEqual(['allowed', 'unknown', 'allowed']);
    expect(answers(requests, printed(allow))).toEqual(['allowed', 'allowed', 'allowed']);
  });

  test('and lets everybody into one bucket is a bucket’s or an endpoint’s, unless the AWS CLI printed it', () => {
    const open = statement('Allow', 's3:GetObject', `${BUCKET}/*`, EVERYBODY);
    const requests = [READ, ['s3:GetObject', 'arn:aws:s3:::other/x']] as const;
    expect([answers(requests, open), answers(requests, printed(open))]).toEqual([
      ['unknown', 'unknown'],
      ['allowed', 'allowed'],
    ]);
    const proof = (bucket: object): unknown => {
      const facts = documents(statement('Allow', 's3:GetObject', `${BUCKET}/own/*`), bucket);
      const found = provePrefix(facts, roleAsked(facts, ALPHA) as never, `${BUCKET}/own/`, 'only');
      return typeof found === 'string' ? found : found.verdict;
    };
    expect([
      proof(open),
      proof(printed(open)),
      proof(statement('Allow', 's3:GetObject', `${BUCKET}/own/*`, EVERYBODY)),
      proof(statement('Deny', 's3:*', `${BUCKET}/*`, EVERYBODY)),
    ]).toEqual(['unknown', 'leak', 'proved', 'proved']);
  });
});

test('a bucket of which a plan does not know the policy is not proved to be shut', () => {
  const resource = (type: string, name: string, inputs: object): object => ({
    urn: `urn:pulumi:dev::p::${type}::${name}`,
    type,
    inputs,
  });
  const facts = documents({
    version: 3,
    deployment: {
      resources: [
        resource('aws:iam/role:Role', 'alpha', { name: 'alpha', arn: ALPHA, assumeRolePolicy: '{"Statement":[]}' }),
        resource('aws:s3/bucketPolicy:BucketPolicy', 'data', {
          bucket: 'data',
          policy: '04da6b54-80e4-46f7-96ec-b56ff0331ba9',
        }),
      ],
    },
  });
  expect(provePrefix(facts, roleAsked(facts, ALPHA) as never, `${BUCKET}/own/`, 'only')).toMatchObject({
    verdict: 'unknown',
    missing: [{ kind: 'bucket-policy', bucket: 'data' }],
  });
});

test('two policies of one bucket are refused: only one of them can count', () => {
  const deny = (Action: string): object => statement('Deny', Action, `${BUCKET}/*`, EVERYBODY);
  const faults = faultsOf(() => documents(deny('s3:*'), deny('s3:GetObject')));
  expect(faults.map(({ path, allowed }) => [path, allowed])).toEqual([['1.json:1', 'one policy of bucket data']]);
});
