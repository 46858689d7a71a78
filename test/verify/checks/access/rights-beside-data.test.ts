import { turnedTo, withPlan, type LoosePlan } from '../planned-example';

withPlan();

type Change = (plan: LoosePlan) => void;

const KEY = 'arn:aws:kms:us-west-2:111122223333:key/*';
const allows =
  (policy: string) =>
  (Action: string | readonly string[], Resource = '*', Condition: object = {}): Change =>
  (plan) =>
    plan.policy('RolePolicy', policy, ({ Statement }) =>
      Statement.push({ Effect: 'Allow', Action, Resource, Condition }),
    );
const alpha = allows('alpha-role-storage');
const node = allows('p4d-alpha-role-node');
const aliases = (...values: readonly string[]): object => ({
  'ForAnyValue:StringEquals': { 'kms:ResourceAliases': values },
});

describe('What a role may do with S3 and KMS beside its data is not known, however it is written', () => {
  test.each<[string, string | undefined, Change]>([
    ['an alias', 'access/other-services', alpha('kms:UpdateAlias')],
    ['aliases by a pattern', 'access/other-services', alpha('kms:*Alias')],
    ['changes of keys', 'access/other-services', alpha('KMS:Update*')],
    ['signatures', 'access/other-services', alpha('kms:Sign*')],
    ['codes of messages', 'access/other-services', alpha('kms:GenerateMac')],
    ['tags of buckets', 'access/other-services', alpha('s3:PutBucketT*')],
    ['routes of access points', 'access/other-services', alpha('s3:Submit*')],
    ['an analysis of a bucket', 'access/other-services', alpha('s3:PutAnalytics*')],
    ['actions that nobody here knows', 'access/other-services', alpha('kms:Frobnicate*')],
    [
      'settings of buckets and keys, to read',
      undefined,
      alpha(['s3:GetBucket*', 's3:ListAllMy*', 'kms:Describe*', 'kms:List*']),
    ],
    ['random numbers', undefined, alpha('kms:GenerateRandom')],
    ['aliases, for nodes', 'access/node-roles', node('kms:Update*')],
    ['tags of buckets, for nodes', 'access/node-roles', node('s3:PutBucketTagging')],
    [
      'objects of another bucket and a key, for nodes',
      undefined,
      node(['s3:GetObject*', 'kms:Decrypt'], 'arn:aws:s3:::shop/*'),
    ],
  ])('%s', (_, id, change) => {
    expect(turnedTo(change)).toEqual(id === undefined ? [] : [`${id} unknown`]);
  });
});

describe('A key that is none of training is used by no project', () => {
  test.each<[string, boolean, Change]>([
    ['any key', false, alpha('kms:Decrypt')],
    ['any key, by a pattern', false, alpha('kms:Decryp*', KEY)],
    [
      'a key by its id',
      false,
      alpha('kms:GenerateDataKeyPair', KEY.replace('*', '1234abcd-12ab-34cd-56ef-1234567890ab')),
    ],
    ['keys of another name', false, alpha('kms:Decrypt', KEY, aliases('alias/ml/ml-datasets', 'alias/prod'))],
    [
      'any key, if a service asks',
      false,
      alpha('kms:Decrypt', KEY, { StringEqualsIfExists: { 'kms:ViaService': 's3.us-west-2.amazonaws.com' } }),
    ],
    ['keys of its data, by their name', true, alpha('kms:Decrypt', KEY, aliases('alias/ml/ml-datasets'))],
    [
      'any key, through S3 alone',
      true,
      alpha('kms:Decrypt', KEY, { StringEquals: { 'kms:ViaService': 's3.us-west-2.amazonaws.com' } }),
    ],
    [
      'any key, for a context of its data alone',
      true,
      alpha('kms:Decrypt', KEY, {
        StringLike: { 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::training-data-bucket/ml-alpha/*' },
      }),
    ],
  ])('%s', (_, isOwn, change) => {
    expect(turnedTo(change)).toEqual(isOwn ? [] : ['access/other-services unknown']);
  });
});
