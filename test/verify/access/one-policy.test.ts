import { accessFacts } from '../../../lib/verify/access/facts/access-facts';
import { inputsOf } from '../../../lib/verify/input/inputs';
import { faultsOf } from '../../faults-of';

const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
const urn = (type: string, name: string): string => `urn:pulumi:dev::p::${type}::${name}`;
const resource = (type: string, name: string, inputs: object, propertyDependencies: object = {}): object => ({
  urn: urn(type, name),
  type,
  inputs,
  propertyDependencies,
});
const facts = (...resources: object[]): ReturnType<typeof accessFacts> =>
  accessFacts(inputsOf([{ name: 'plan.json', text: JSON.stringify({ version: 3, deployment: { resources } }) }]));

describe('two policies of one resource', () => {
  const open = (Sid: string, Principal: unknown = '*'): string =>
    JSON.stringify({ Statement: [{ Sid, Effect: 'Allow', Principal, Action: '*', Resource: 'arn:aws:s3:::data' }] });
  const bucket = (name: string, text: string): object =>
    resource('aws:s3/bucketPolicy:BucketPolicy', name, { bucket: 'data', policy: text });
  const endpoint = resource('aws:ec2/vpcEndpoint:VpcEndpoint', 's3', { policy: open('In') });
  const endpointPolicy = resource(
    'aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy',
    'more',
    { vpcEndpointId: UNKNOWN, policy: open('More') },
    { vpcEndpointId: [urn('aws:ec2/vpcEndpoint:VpcEndpoint', 's3')] },
  );
  const key = resource('aws:kms/key:Key', 'k', { policy: open('In') });
  const keyPolicy = resource(
    'aws:kms/keyPolicy:KeyPolicy',
    'more',
    { keyId: UNKNOWN, policy: open('More') },
    { keyId: [urn('aws:kms/key:Key', 'k')] },
  );

  test.each<[string, object[]]>([
    ['of a bucket', [bucket('a', open('A')), bucket('b', open('B'))]],
    ['of a bucket, one of them not known', [bucket('a', open('A')), bucket('b', UNKNOWN)]],
    ['of an endpoint', [endpoint, endpointPolicy]],
    ['of a key', [key, keyPolicy]],
  ])('are refused: %s', (_, resources) => {
    expect(faultsOf(() => facts(...resources)).map(({ allowed }) => allowed)).toEqual([
      expect.stringMatching(/^one policy of (?:bucket data|endpoint s3|key k)$/),
    ]);
  });

  test('are refused where one is of a plan and one of a document, if they differ', () => {
    const both = (text: string): ReturnType<typeof accessFacts> =>
      accessFacts(
        inputsOf([
          {
            name: 'plan.json',
            text: JSON.stringify({ version: 3, deployment: { resources: [bucket('a', open('A', { AWS: 'r' }))] } }),
          },
          { name: 'policy.json', text },
        ]),
      );
    expect(both(open('A', { AWS: 'r' })).buckets.size).toBe(1);
    expect(faultsOf(() => both(open('B', { AWS: 'r' }))).map(({ path }) => path)).toEqual(['policy.json:1']);
  });

  test('are one where a provider only reports the other', () => {
    const reported = { ...(key as { inputs: object }), inputs: {}, outputs: { policy: open('Old') } };
    const found = facts(reported, keyPolicy).keys.get('k');
    expect(found?.statements.map(({ sid }) => sid)).toEqual(['More']);
  });
});
