import { mayReach } from '../../../lib/verify/access/bucket-reach';
import { prove } from '../../../lib/verify/access/proof/proof';
import { wholeBucket } from '../../../lib/verify/access/proof/s3-targets';
import { planned } from './decided';
import { fence } from './documents';

const allow = (Action: string | string[], Resource: string | string[], more: object = {}): object => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource, ...more }],
});
const given = (Resource: string, Principal: unknown = '*'): object => allow('s3:GetObject', Resource, { Principal });

/** Whether a role may reach the bucket `data`, and what is proved of it. */
function asked(identity: readonly object[], bucket?: object): { readonly reach: boolean; readonly verdict: string } {
  const { facts, role } = planned({ identity, bucket });
  const policy = facts.buckets.get('data');
  const { verdict } = prove(facts, role, wholeBucket({ name: 'data', partition: 'aws', policy }));
  return { reach: mayReach(role, 'data', policy), verdict };
}

test.each<[string, boolean, readonly object[], object?]>([
  ['no policy', false, []],
  ['another bucket', false, [allow('s3:*', ['arn:aws:s3:::other', 'arn:aws:s3:::other/*'])]],
  ['a namesake', false, [allow('s3:*', 'arn:aws:s3:::data2/*')]],
  ['another service', false, [allow(['ec2:*', 'eks:DescribeCluster'], '*')]],
  ['things of other services', false, [allow('*', 'arn:aws:kms:eu-west-1:111122223333:key/1')]],
  ['another bucket, beside a fence', false, [allow('s3:*', 'arn:aws:s3:::other/*')], fence()],
  ['a denial', false, [{ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] }]],
  ['the bucket', true, [allow('s3:GetObject', 'arn:aws:s3:::data/a/*')]],
  ['the bucket in another case of the action', true, [allow('S3:getobject', 'arn:aws:s3:::data/a/*')]],
  ['a pattern', true, [allow('s3:GetObject', 'arn:aws:s3:::da*')]],
  ['a single letter', true, [allow('s3:GetObject', 'arn:aws:s3:::dat?/x')]],
  ['a variable', true, [allow('s3:GetObject', "arn:aws:s3:::${aws:PrincipalTag/b, 'data'}/*")]],
  ['everything', true, [allow('*', '*')]],
  ['an access point', true, [allow('s3:GetObject', 'arn:aws:s3:eu-west-1:111122223333:accesspoint/a/object/*')]],
  [
    'everything but some actions',
    true,
    [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }] }],
  ],
  [
    'everything but another bucket',
    true,
    [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', NotResource: 'arn:aws:s3:::other/*' }] }],
  ],
  ['what the bucket gives', true, [], given('arn:aws:s3:::data/*')],
])(
  'a role with %s reaches a bucket by name: %s; what is out of reach is proved to be',
  (_, reach, identity, ...[bucket]) => {
    const answer = asked(identity, bucket);
    expect(answer.reach).toBe(reach);
    expect([reach, answer.verdict]).toEqual([reach, reach ? 'leak' : 'proved']);
  },
);

test('a role of which a policy is not known reaches every bucket', () => {
  const { role } = planned({ identity: [] });
  expect(mayReach({ ...role, missing: [{ kind: 'every-policy', role: 'r' }] }, 'data', undefined)).toBe(true);
});
