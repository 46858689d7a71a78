import fc from 'fast-check';
import { decide } from '../../../lib/verify/access/decision';
import { prove } from '../../../lib/verify/access/proof/proof';
import { insidePrefix, outsidePrefix } from '../../../lib/verify/access/proof/s3-targets';
import { Context } from '../../../lib/verify/access/request';
import { planned } from './decided';

const resource = fc.oneof(
  fc.constantFrom('*', 'arn:aws:s3:::data', 'arn:aws:s3:::*', 'arn:aws:s3:::data/*', 'arn:aws:s3:::other/*'),
  fc
    .constantFrom(
      'alpha/*',
      'alpha*',
      'a*/*',
      'b*',
      'beta/x',
      '?????',
      '${aws:PrincipalTag/ns}/*',
      '${aws:PrincipalTag/none}/*',
      "${aws:PrincipalTag/none, 'b'}*",
    )
    .map((text) => `arn:aws:s3:::data/${text}`),
);
const action = fc.constantFrom('s3:*', 's3:GetObject', 's3:Get*', 's3:ListBucket', 's3:List*', 's3:PutObject', '*');
const condition = fc.oneof(
  fc.tuple(
    fc.constantFrom('StringLike', 'StringNotLike', 'StringEquals', 'StringLikeIfExists', 'StringNotEquals'),
    fc.constant('s3:prefix'),
    fc.array(fc.constantFrom('alpha/*', 'alpha/', 'alpha', 'beta/', '', '*', '${aws:PrincipalTag/ns}/*'), {
      minLength: 1,
      maxLength: 2,
    }),
  ),
  fc.tuple(
    fc.constantFrom('StringEquals', 'StringNotEquals', 'StringEqualsIfExists'),
    fc.constant('aws:SourceVpce'),
    fc.constantFrom('vpce-1', 'vpce-2'),
  ),
  fc.tuple(
    fc.constantFrom('StringEquals', 'StringNotEquals'),
    fc.constantFrom('aws:PrincipalTag/ns', 'aws:PrincipalTag/none'),
    fc.constantFrom('alpha', 'beta'),
  ),
  fc.tuple(
    fc.constant('Null'),
    fc.constantFrom('s3:prefix', 'aws:PrincipalTag/ns', 'aws:PrincipalTag/none', 'aws:SourceVpce'),
    fc.constantFrom('true', 'false'),
  ),
  fc.tuple(
    fc.constantFrom('Bool', 'BoolIfExists'),
    fc.constant('aws:SecureTransport'),
    fc.constantFrom('true', 'false'),
  ),
  fc.tuple(
    fc.constantFrom('NumericLessThan', 'NumericGreaterThanEquals'),
    fc.constant('s3:TlsVersion'),
    fc.constantFrom('1.2', '1.3'),
  ),
  fc.tuple(
    fc.constantFrom('IpAddress', 'NotIpAddress'),
    fc.constant('aws:SourceIp'),
    fc.constantFrom('10.0.0.0/8', '10.1.0.0/16'),
  ),
  fc.tuple(
    fc.constantFrom('ArnLike', 'ArnNotLike'),
    fc.constant('aws:PrincipalArn'),
    fc.constantFrom('arn:aws:iam::111122223333:role/training/*', 'arn:aws:iam::111122223333:role/admin'),
  ),
);
const statement = (principal: boolean): fc.Arbitrary<object> =>
  fc
    .record({
      Effect: principal ? fc.constantFrom('Allow', 'Deny', 'Deny', 'Deny') : fc.constantFrom('Allow', 'Allow', 'Deny'),
      Action: action,
      not: fc.boolean(),
      Resource: fc.array(resource, { minLength: 1, maxLength: 2 }),
      Condition: fc.array(condition, { maxLength: 2 }),
      Principal: fc.constantFrom('*', { AWS: '111122223333' }, { AWS: 'arn:aws:iam::111122223333:role/other' }),
    })
    .map(({ Effect, Action, not, Resource, Condition, Principal }) => ({
      Effect,
      Action,
      [not && Effect === 'Deny' ? 'NotResource' : 'Resource']: Resource,
      Condition: Object.fromEntries(Condition.map(([operator, key, values]) => [operator, { [key]: values }])),
      ...(principal ? { Principal } : {}),
    }));
const policy = (principal: boolean): fc.Arbitrary<object> =>
  fc
    .array(statement(principal), { minLength: 1, maxLength: 4 })
    .map((Statement) => ({ Version: '2012-10-17', Statement }));
const facts = fc.record({
  identity: fc.array(policy(false), { minLength: 1, maxLength: 1 }),
  bucket: fc.option(policy(true), { nil: undefined }),
  boundary: fc.option(policy(false), { nil: undefined, freq: 3 }),
});

/** Requests that a small world of values makes possible. */
const PREFIXES = [undefined, '', 'a', 'alpha', 'alpha/', 'alpha/x', 'b', 'beta/', 'beta/x', 'gamma/'];
const CONTEXTS = [undefined, 'vpce-1', 'vpce-2'].flatMap((vpce) =>
  ['true', 'false'].flatMap((tls) =>
    // Over TLS requests say of which version it is, and otherwise they do not.
    (tls === 'true' ? ['1.1', '1.2', '1.3'] : [undefined]).flatMap((version) =>
      [undefined, '10.1.2.3', '10.2.2.2', '192.0.2.1'].map((ip) => ({
        'aws:SourceVpce': vpce,
        'aws:SecureTransport': tls,
        's3:TlsVersion': version,
        'aws:SourceIp': ip,
      })),
    ),
  ),
);
const KEYS = ['alpha/x', 'alphabet', 'beta/x', 'beta/', 'b', 'alpha', 'bbbbb'];

const defined = (entries: Readonly<Record<string, string | undefined>>): [string, string][] =>
  Object.entries(entries).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as [string, string]]));

const fixed: [string, string][] = [
  ['aws:PrincipalArn', 'arn:aws:iam::111122223333:role/training/ml-alpha'],
  ['aws:PrincipalAccount', '111122223333'],
  ['aws:PrincipalType', 'AssumedRole'],
  ['aws:PrincipalIsAWSService', 'false'],
  ['aws:PrincipalTag/ns', 'alpha'],
];

test('what is proved no request of a small world contradicts, and every witness is a request that is allowed', () => {
  let counts = { proved: 0, leak: 0, unknown: 0 };
  fc.assert(
    fc.property(facts, fc.constantFrom('inside', 'outside'), (policies, side) => {
      const { facts: known, role: plain } = planned(policies);
      const role = { ...plain, tags: new Map([['ns', 'alpha']]) };
      const bucket = { name: 'data', partition: 'aws', policy: known.buckets.get('data') };
      const prefix = side === 'inside' ? 'beta/' : 'alpha/';
      // Access points are another resource: what is asked here is about the bucket itself.
      const targets = (side === 'inside' ? insidePrefix : outsidePrefix)(bucket, prefix).slice(0, 2);
      const proof = prove(known, role, targets);
      counts = { ...counts, [proof.verdict]: counts[proof.verdict] + 1 };
      const allowed = (action: string, resource: string, context: [string, string][]): boolean =>
        decide(known, role, { action, resource, context: new Context([...fixed, ...context]) }).outcome === 'allowed';
      if (proof.verdict === 'leak') {
        const { action: name, resource: arn, context } = proof.witness;
        const chosen = [...context].filter(([, value]) => value !== '(absent)') as [string, string][];
        expect([proof.witness, allowed(name, arn, chosen)]).toEqual([proof.witness, true]);
      }
      if (proof.verdict !== 'proved') return;
      const isMeant = (key: string): boolean => key.startsWith(prefix) === (side === 'inside');
      for (const context of CONTEXTS.map(defined)) {
        for (const key of KEYS.filter(isMeant)) {
          for (const name of ['s3:GetObject', 's3:PutObject']) {
            if (allowed(name, `arn:aws:s3:::data/${key}`, context))
              throw new Error(`${name} of ${key} is allowed with ${JSON.stringify(context)}`);
          }
        }
        for (const asked of PREFIXES) {
          const shows =
            side === 'inside'
              ? (asked ?? '').startsWith(prefix) || prefix.startsWith(asked ?? '')
              : !(asked ?? '').startsWith(prefix);
          if (shows && allowed('s3:ListBucket', 'arn:aws:s3:::data', [...context, ...defined({ 's3:prefix': asked })]))
            throw new Error(`listing ${asked ?? 'without prefix'} is allowed with ${JSON.stringify(context)}`);
        }
      }
    }),
    { numRuns: 400 },
  );
  // The property says nothing if one of the answers never comes.
  expect(Math.min(counts.proved, counts.leak)).toBeGreaterThan(50);
}, 120_000);
