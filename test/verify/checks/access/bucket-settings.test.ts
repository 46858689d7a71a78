import { turnedByPlan, withPlan, type LoosePlan } from '../planned-example';

withPlan();

const ENCRYPTION = 'BucketServerSideEncryptionConfiguration';

/** Encrypts the checkpoints with another key. */
const encrypted =
  (kmsMasterKeyId: string) =>
  (plan: LoosePlan): void => {
    const { inputs, propertyDependencies } = plan.resource(ENCRYPTION, 'ml-model-checkpoints');
    inputs.rules = [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId } }];
    delete propertyDependencies.rules;
  };
const ofKey = (inputs: object) => (plan: LoosePlan) =>
  void Object.assign(plan.inputs('Key', 'ml-datasets-key'), inputs);

describe('what a change of settings of buckets and of their keys turns', () => {
  test.each<[string, readonly string[], (plan: LoosePlan) => void]>([
    [
      'a second block that opens',
      ['access/bucket-settings'],
      (p) => (p.copy('BucketPublicAccessBlock', 'ml-model-checkpoints', 'second').inputs.blockPublicPolicy = false),
    ],
    [
      'second controls that obey ACLs',
      ['access/bucket-settings'],
      (p) =>
        (p.copy('BucketOwnershipControls', 'ml-model-checkpoints', 'second').inputs.rule.objectOwnership =
          'ObjectWriter'),
    ],
    [
      'a second encryption, with a key of S3',
      ['access/bucket-settings'],
      (p) =>
        (p.copy(ENCRYPTION, 'ml-model-checkpoints', 'second').inputs.rules = [
          { applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } },
        ]),
    ],
    [
      'checkpoints that are gone once they are overwritten',
      ['access/object-versions'],
      (p) => (p.inputs('BucketVersioning', 'ml-model-checkpoints').versioningConfiguration.status = 'Suspended'),
    ],
    [
      'a second setting that keeps none',
      ['access/object-versions'],
      (p) => {
        const { inputs } = p.copy('BucketVersioning', 'ml-model-checkpoints', 'again');
        inputs.versioningConfiguration.status = 'Suspended';
      },
    ],
    [
      'a bucket that is emptied with its stack',
      ['access/object-versions'],
      (p) => (p.inputs('Bucket', 'ml-model-checkpoints').forceDestroy = true),
    ],
    [
      'versions without an end',
      ['access/object-versions'],
      (p) => p.inputs('BucketLifecycleConfiguration', 'ml-training-data-bucket').rules.pop(),
    ],
    [
      'versions without an end by a second setting',
      ['access/object-versions'],
      (p) => p.copy('BucketLifecycleConfiguration', 'ml-training-data-bucket', 'more').inputs.rules.pop(),
    ],
    [
      'an end for versions of some objects',
      ['access/object-versions'],
      (p) => (p.inputs('BucketLifecycleConfiguration', 'ml-training-data-bucket').rules[1].filter.prefix = 'ml-alpha/'),
    ],
    [
      'an end that is switched off',
      ['access/object-versions'],
      (p) => (p.inputs('BucketLifecycleConfiguration', 'ml-training-data-bucket').rules[1].status = 'Disabled'),
    ],
    ['the default key by its name', ['access/bucket-settings', 'access/opens-keys'], encrypted('alias/aws/s3')],
    [
      'a key of another account',
      ['access/bucket-settings', 'access/opens-keys'],
      encrypted('arn:aws:kms:us-west-2:999988887777:key/1234abcd'),
    ],
    [
      'a key that is not in the plan',
      ['access/opens-keys'],
      encrypted('arn:aws:kms:us-west-2:111122223333:key/1234abcd'),
    ],
    ['its key by the alias', [], encrypted('alias/ml/ml-checkpoints')],
    ['a key that is switched off', ['access/opens-keys'], ofKey({ isEnabled: false })],
    ['a key that signs', ['access/opens-keys'], ofKey({ keyUsage: 'SIGN_VERIFY' })],
    ['a key of two halves', ['access/opens-keys'], ofKey({ customerMasterKeySpec: 'RSA_2048' })],
    [
      'a copy of a key in another region, open for everybody',
      ['access/escalation', 'access/key-policies', 'access/services'],
      (p) => {
        const copy = p.copy('Key', 'ml-datasets-key', 'copy');
        copy.type = 'aws:kms/replicaKey:ReplicaKey';
        copy.inputs.policy = JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' }],
        });
      },
    ],
  ])('%s', (_, expected, change) => {
    expect(turnedByPlan(change)).toEqual(expected);
  });
});

test.each<[string, readonly string[], string, string]>([
  ['an end of the own versions', ['access/object-versions'], 's3:DeleteObjectVersion', 'ml-alpha/*'],
  ['a deletion, which leaves versions', [], 's3:DeleteObject', 'ml-alpha/*'],
])('a role of a project is given %s', (_, expected, Action, keys) => {
  const ids = turnedByPlan((plan) => {
    const Resource = `arn:aws:s3:::model-checkpoints/${keys}`;
    plan.policy('RolePolicy', 'alpha-role-storage', ({ Statement }) =>
      Statement.push({ Effect: 'Allow', Action, Resource }),
    );
    // What the endpoint holds back is out of reach.
    plan.policy('VpcEndpoint', 'ml-s3', ({ Statement }) =>
      Statement.push({ Effect: 'Allow', Principal: '*', Action, Resource }),
    );
  });
  expect(ids.filter((id) => id === 'access/object-versions')).toEqual(expected);
});
