import { result, type Loose } from '../example';
import { judgedPlan, turnedTo, withPlan, type LoosePlan } from '../planned-example';

withPlan();

type Change = (plan: LoosePlan) => void;

const BUCKETS = ['training-data-bucket', 'model-checkpoints'] as const;
const VPC = 'vpc-0a1b2c3d4e5f60718';

/** Adds a statement to the policy of alpha's role. */
const toAlpha =
  (statement: object): Change =>
  (plan) =>
    plan.policy('RolePolicy', 'alpha-role-storage', ({ Statement }) => Statement.push(statement));
/** Adds a deny to the policies of training buckets. */
const toBuckets =
  (Condition: object): Change =>
  (plan) => {
    for (const name of BUCKETS) {
      const Resource = [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`];
      plan.policy('BucketPolicy', `ml-${name}`, ({ Statement }) =>
        Statement.push({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource, Condition }),
      );
    }
  };
/** Lets buckets answer requests of one network alone, and says in which one the endpoints are. */
const ofNetwork =
  (vpc: string): Change =>
  (plan) => {
    for (const { type, inputs } of plan.resources) if (type.endsWith(':VpcEndpoint')) inputs.vpcId = VPC;
    for (const name of BUCKETS)
      plan.policy('BucketPolicy', `ml-${name}`, ({ Statement }) => {
        const { Condition } = Statement.find(({ Sid }: Loose) => Sid === 'OnlyOurVpcEndpoints');
        Condition.StringNotEquals = { 'aws:SourceVpc': vpc };
      });
  };
const elsewhere = (region: string): Change =>
  toAlpha({
    Effect: 'Deny',
    Action: '*',
    Resource: '*',
    Condition: { StringNotEquals: { 'aws:RequestedRegion': [region] } },
  });
const ORGANIZATION = 'o-abcdef1234';
const UNKNOWN = ['access/reads-own-data unknown', 'access/resumes unknown'];
const SHUT = ['access/reads-own-data fail', 'access/resumes fail'];

describe('Guards that are common around training data leave what training asks for as it is', () => {
  test.each<[string, Change, readonly string[]]>([
    ['other regions denied', elsewhere('us-west-2'), []],
    ['the own region denied', elsewhere('eu-west-1'), ['access/opens-keys fail', ...SHUT]],
    ['the network of the endpoints by its id', ofNetwork(VPC), []],
    ['another network', ofNetwork('vpc-00000000000000001'), SHUT],
    ['older signatures denied', toBuckets({ StringNotEquals: { 's3:signatureversion': 'AWS4-HMAC-SHA256' } }), []],
    ['links that somebody signed denied', toBuckets({ StringNotEquals: { 's3:authType': 'REST-HEADER' } }), []],
    ['everything but links denied', toBuckets({ StringNotEquals: { 's3:authType': 'REST-QUERY-STRING' } }), SHUT],
    [
      'principals of other organizations denied',
      toBuckets({
        StringNotEqualsIfExists: { 'aws:PrincipalOrgID': ORGANIZATION },
        BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
      }),
      UNKNOWN,
    ],
    [
      'resources of other organizations denied',
      toAlpha({
        Effect: 'Deny',
        Action: 's3:*',
        Resource: '*',
        Condition: { StringNotEqualsIfExists: { 'aws:ResourceOrgID': ORGANIZATION } },
      }),
      UNKNOWN,
    ],
    [
      'an endpoint for an organization',
      (plan) =>
        plan.policy('VpcEndpoint', 'ml-kms', ({ Statement: [statement] }) => {
          statement.Condition = {
            StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION, 'aws:ResourceOrgID': ORGANIZATION },
          };
        }),
      ['access/endpoint-policies unknown', 'access/opens-keys unknown', 'node/keys-open unknown'],
    ],
  ])('%s', (_, change, expected) => {
    expect(turnedTo(change)).toEqual(expected);
  });
});

test('The organization on which an answer depends is named', () => {
  const change = toBuckets({ StringNotEquals: { 'aws:PrincipalOrgID': ORGANIZATION } });
  const [finding] = result(judgedPlan(change), 'access/reads-own-data').findings;
  expect(finding?.message).toContain(`(aws:PrincipalOrgID ${ORGANIZATION})`);
  const endpoint: Change = (plan) =>
    plan.policy('VpcEndpoint', 'ml-s3', ({ Statement: [statement] }) => {
      statement.Condition = { StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION } };
      statement.Resource = '*';
    });
  const [sent] = result(judgedPlan(endpoint), 'access/endpoint-policies').findings;
  expect([sent?.status, sent?.message]).toEqual([
    'unknown',
    expect.stringContaining(`whose organization ${ORGANIZATION} is (aws:PrincipalOrgID)`),
  ]);
});
