import fc from 'fast-check';
import { decided } from './decided';
import { simulated, type Case } from './simulator';

const prefix = fc.constantFrom('alpha/', 'alpha', 'beta/', 'al', '');
const pattern = fc.oneof(
  prefix,
  fc.constantFrom(
    '*',
    'alpha/*',
    'alpha*',
    'b*/',
    '?lpha/*',
    'a*a/*',
    'beta/x',
    '${aws:PrincipalTag/ns}/*',
    '${aws:PrincipalTag/ns}/',
  ),
);
const resourcePattern = fc.oneof(
  fc.constantFrom('*', 'arn:aws:s3:::data', 'arn:aws:s3:::*', 'arn:aws:s3:::dat?', 'arn:*:s3:::data/*'),
  pattern.map((text) => `arn:aws:s3:::data/${text}`),
);
const actionPattern = fc.constantFrom(
  '*',
  's3:*',
  's3:Get*',
  's3:GetObject',
  's3:getobject',
  's3:ListBucket',
  's3:PutObject',
  's3:*Object',
  's3:?etObject',
);
const condition = fc.oneof(
  fc.tuple(
    fc.constantFrom(
      'StringEquals',
      'StringNotEquals',
      'StringEqualsIfExists',
      'StringNotEqualsIfExists',
      'StringLike',
      'StringNotLike',
      'StringEqualsIgnoreCase',
      'ForAnyValue:StringLike',
      'ForAllValues:StringLike',
    ),
    fc.constantFrom('aws:PrincipalTag/ns', 'aws:SourceVpce', 'aws:UserAgent'),
    fc.array(fc.constantFrom('alpha', 'ALPHA', 'vpce-1', 'a*', '*', '${aws:PrincipalTag/ns}'), {
      minLength: 1,
      maxLength: 2,
    }),
  ),
  fc.tuple(
    fc.constantFrom('Bool', 'BoolIfExists'),
    fc.constant('aws:SecureTransport'),
    fc.constantFrom('true', 'false'),
  ),
  fc.tuple(
    fc.constantFrom('Null'),
    fc.constantFrom('aws:PrincipalTag/ns', 'aws:SourceVpce'),
    fc.constantFrom('true', 'false'),
  ),
  fc.tuple(
    fc.constantFrom('IpAddress', 'NotIpAddress'),
    fc.constant('aws:SourceIp'),
    fc.constantFrom('10.0.0.0/8', '10.1.2.3', '192.168.0.0/16'),
  ),
  fc.tuple(
    fc.constantFrom('NumericLessThan', 'NumericGreaterThanEquals', 'NumericEquals'),
    fc.constant('s3:TlsVersion'),
    fc.constantFrom('1.2', '1.3'),
  ),
  fc.tuple(
    fc.constantFrom('ArnLike', 'ArnNotLike', 'ArnEquals'),
    fc.constant('aws:PrincipalArn'),
    fc.constantFrom(
      'arn:aws:iam::111122223333:role/training/*',
      'arn:aws:iam::111122223333:role/admin',
      'arn:aws:iam::*:role/*',
    ),
  ),
  fc.tuple(
    fc.constantFrom('DateLessThan', 'DateGreaterThan'),
    fc.constant('aws:CurrentTime'),
    fc.constantFrom('2026-01-01T00:00:00Z', '2020-01-01T00:00:00Z'),
  ),
);
const principals = {
  none: fc.constant(undefined),
  everybody: fc.constant('*'),
  some: fc.constantFrom(
    '*',
    { AWS: '*' },
    { AWS: 'arn:aws:iam::111122223333:root' },
    { AWS: '111122223333' },
    { AWS: 'arn:aws:iam::111122223333:role/training/ml-alpha' },
    { AWS: 'arn:aws:iam::111122223333:role/other' },
    { AWS: 'arn:aws:sts::444455556666:assumed-role/ml-alpha/session' },
    { Service: 'logging.s3.amazonaws.com' },
  ),
} as const;

const statement = (principal: keyof typeof principals): fc.Arbitrary<object> =>
  fc
    .record({
      Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
      action: fc.tuple(fc.boolean(), fc.array(actionPattern, { minLength: 1, maxLength: 2 })),
      resource: fc.tuple(fc.boolean(), fc.array(resourcePattern, { minLength: 1, maxLength: 2 })),
      Condition: fc.array(condition, { maxLength: 2 }),
      Principal: principals[principal],
    })
    .map(({ Effect, action: [notAction, actions], resource: [notResource, resources], Condition, Principal }) => ({
      Effect,
      [notAction ? 'NotAction' : 'Action']: actions,
      [notResource ? 'NotResource' : 'Resource']: resources,
      ...(Principal === undefined ? {} : { Principal }),
      ...(Condition.length === 0 ? {} : { Condition: merged(Condition as [string, string, string | string[]][]) }),
    }));

function merged(conditions: readonly [string, string, string | string[]][]): object {
  const result: Record<string, Record<string, string | string[]>> = {};
  for (const [operator, key, values] of conditions) result[operator] = { ...result[operator], [key]: values };
  return result;
}

const policy = (principal: keyof typeof principals): fc.Arbitrary<object> =>
  fc
    .array(statement(principal), { minLength: 1, maxLength: 3 })
    .map((Statement) => ({ Version: '2012-10-17', Statement }));
const context = fc.record(
  {
    'aws:PrincipalTag/ns': fc.constantFrom('alpha', 'beta', '*'),
    'aws:SourceVpce': fc.constantFrom('vpce-1', 'vpce-2'),
    'aws:UserAgent': fc.constantFrom('alpha', 'other'),
    'aws:SourceIp': fc.constantFrom('10.1.2.3', '192.0.2.1'),
    's3:TlsVersion': fc.constantFrom('1.1', '1.2', '1.3'),
    'aws:CurrentTime': fc.constant('2025-06-01T00:00:00Z'),
  },
  { requiredKeys: ['aws:PrincipalTag/ns', 'aws:CurrentTime'] },
);
const request = fc.oneof(
  fc.record({
    action: fc.constantFrom('s3:GetObject', 's3:PutObject', 's3:DeleteObject'),
    resource: fc.constantFrom('alpha/x', 'beta/x', 'alpha', 'alphabet/x').map((key) => `arn:aws:s3:::data/${key}`),
  }),
  fc.record({ action: fc.constant('s3:ListBucket'), resource: fc.constant('arn:aws:s3:::data') }),
);
const cases: fc.Arbitrary<Case> = fc
  .record({
    identity: fc.array(policy('none'), { minLength: 1, maxLength: 2 }),
    bucket: fc.option(policy('some'), { nil: undefined }),
    boundary: fc.option(policy('none'), { nil: undefined, freq: 4 }),
    endpoint: fc.option(policy('everybody'), { nil: undefined, freq: 4 }),
    request,
    context,
  })
  .map(({ request: asked, ...rest }) => ({
    ...rest,
    ...asked,
    context: { 'aws:SecureTransport': 'true', ...rest.context },
  }));

test('single requests are decided as an independent simulator decides them', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async (item) => {
      expect(decided(item).outcome).toBe(await simulated(item));
    }),
    { numRuns: 400 },
  );
}, 120_000);
