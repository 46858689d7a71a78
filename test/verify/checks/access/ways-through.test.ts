import type { Loose } from '../example';
import { turnedByPlan, withPlan, type LoosePlan } from '../planned-example';

withPlan();

const OWN = '111122223333';
const CHECKPOINTS = 'arn:aws:s3:::model-checkpoints';

/** Says in another way which networks the bucket of checkpoints answers. */
const answers =
  (condition: object) =>
  (plan: LoosePlan): void =>
    plan.policy('BucketPolicy', 'ml-model-checkpoints', ({ Statement }) => {
      const { Condition } = Statement.find(({ Sid }: Loose) => Sid === 'OnlyOurVpcEndpoints');
      delete Condition.StringNotEquals;
      Object.assign(Condition, condition);
    });
/** Lets somebody do something with the objects of checkpoints. */
const lets =
  (AWS: string, ...Action: readonly string[]) =>
  (plan: LoosePlan): void =>
    plan.policy('BucketPolicy', 'ml-model-checkpoints', ({ Statement }) =>
      Statement.push({ Effect: 'Allow', Principal: { AWS }, Action, Resource: `${CHECKPOINTS}/*` }),
    );
const replicates = (AWS: string) => lets(AWS, 's3:ReplicateObject', 's3:ReplicateDelete');
/** Lets the endpoint of S3 carry requests to whatever bucket, under a condition. */
const carries =
  (Condition: object) =>
  (plan: LoosePlan): void =>
    plan.policy('VpcEndpoint', 'ml-s3', ({ Statement }) =>
      Statement.push({ Effect: 'Allow', Principal: '*', Action: 's3:PutObject', Resource: '*', Condition }),
    );

/** Leaves sessions with a tag out of what keeps projects apart in the bucket of checkpoints. */
const spares =
  (tag: string, value: string) =>
  (plan: LoosePlan): void =>
    plan.policy('BucketPolicy', 'ml-model-checkpoints', ({ Statement }) => {
      const { Condition } = Statement.find(({ Sid }: Loose) => Sid === 'FenceObjects');
      Condition.StringNotLike = { [`aws:PrincipalTag/${tag}`]: value };
    });
const SECOND = '222222222222';
/** Has the endpoint of logs know a second account by some keys. */
const logs =
  (...keys: readonly string[]) =>
  (plan: LoosePlan): void =>
    plan.policy('VpcEndpoint', 'ml-logs', ({ Statement: [{ Condition }] }) => {
      for (const key of keys) Condition.StringEquals[`aws:${key}`] = [OWN, SECOND];
    });

describe('a bucket or an endpoint that is open to', () => {
  test.each<[string, readonly string[], (plan: LoosePlan) => void]>([
    ['every network', ['access/fence'], answers({ StringNotLike: { 'aws:VpceAccount': '*' } })],
    [
      'its own network, and another one by name',
      [],
      answers({ StringNotEquals: { 'aws:VpceAccount': [OWN, '999988887777'] } }),
    ],
    ['pods of a name that whoever starts a job chooses', ['access/fence'], spares('kubernetes-pod-name', 'debug-*')],
    ['another service account', ['access/fence'], spares('kubernetes-service-account', 'debug')],
    ['the service account that training has', ['access/fence'], spares('kubernetes-service-account', 'train')],
    ['replication by another role', ['access/fence'], replicates(`arn:aws:iam::${OWN}:role/web`)],
    ['replication by an administrator', [], replicates(`arn:aws:iam::${OWN}:role/platform-admin`)],
    ['replication by whom its account lets', [], replicates(`arn:aws:iam::${OWN}:root`)],
    [
      'requests that nobody signed',
      ['access/endpoint-policies'],
      carries({ StringEqualsIfExists: { 'aws:PrincipalAccount': OWN } }),
    ],
    [
      'requests without an account',
      ['access/endpoint-policies'],
      carries({ Null: { 'aws:PrincipalAccount': 'true' } }),
    ],
    ['keys and things of a second account', ['access/endpoint-policies'], logs('PrincipalAccount', 'ResourceAccount')],
    ['keys of a second account, for its own things', [], logs('PrincipalAccount')],
    [
      'a role of a second account by its name',
      ['access/endpoint-policies'],
      (plan) =>
        plan.policy('VpcEndpoint', 'ml-logs', ({ Statement }) =>
          Statement.push({
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${SECOND}:role/x` },
            Action: 'logs:*',
            Resource: '*',
          }),
        ),
    ],
    ['signed requests of its account', [], carries({ StringEquals: { 'aws:PrincipalAccount': OWN } })],
    [
      'requests that nobody signed, of its own resources',
      [],
      carries({ StringEqualsIfExists: { 'aws:PrincipalAccount': OWN }, StringEquals: { 'aws:ResourceAccount': OWN } }),
    ],
  ])('%s', (_, expected, change) => {
    expect(turnedByPlan(change)).toEqual(expected);
  });
});
