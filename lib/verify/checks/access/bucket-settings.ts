import { bucketSetting } from '../../input/pulumi/bucket-setting';
import type { PlanLinks } from '../../input/pulumi/plan-links';
import { knownField, knownList } from '../../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../../input/pulumi/planned-resource';
import type { TrainingBucket } from '../../cloud/cloud-scope';
import type { Check } from '../check';
import { fails, inputPlace, type Problem } from '../finding';
import { bucketsOfPlans } from './planned-buckets';

const BLOCKS = ['blockPublicAcls', 'blockPublicPolicy', 'ignorePublicAcls', 'restrictPublicBuckets'] as const;

export const bucketSettings: Check = {
  id: 'access/bucket-settings',
  title: 'Training buckets are closed to the public, know no ACLs, and are encrypted with a key of the platform',
  why: 'An ACL or a public policy is a way in beside every policy of a role; a default key opens for everybody of the account.',
  answers: ['A1', 'A2'],
  control: 'public access block, ownership controls, default encryption of the bucket',
  fix: 'block public access in all four ways, set BucketOwnerEnforced, encrypt with aws:kms and a key, bucket key off',
  *judge(evidence) {
    yield* bucketsOfPlans(evidence, settingProblems);
  },
};

function* settingProblems(links: PlanLinks, bucket: TrainingBucket): Generator<Problem> {
  const of = (type: string): PlannedResource | undefined => bucketSetting(links, bucket, type);
  const block = of('aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock');
  const open = BLOCKS.filter((name) => block === undefined || propertyOf(block, name) !== true);
  if (open.length > 0) yield fails(`does not ${open.join(', ')}`, { at: block && inputPlace(block) });
  const ownership = of('aws:s3/bucketOwnershipControls:BucketOwnershipControls');
  const owner =
    ownership === undefined ? 'BucketOwnerEnforced' : knownField(propertyOf(ownership, 'rule'), 'objectOwnership');
  if (owner !== 'BucketOwnerEnforced')
    yield fails('obeys ACLs of objects', { at: ownership && inputPlace(ownership, 'rule') });
  const encryption = of('aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration');
  const [rule] = encryption === undefined ? [] : knownList(propertyOf(encryption, 'rules'));
  const by = knownField(rule, 'applyServerSideEncryptionByDefault');
  const at = encryption && inputPlace(encryption, 'rules');
  if (!['aws:kms', 'aws:kms:dsse'].includes(String(knownField(by, 'sseAlgorithm'))))
    yield fails('is not encrypted with a key of KMS', { at });
  else if (knownField(by, 'kmsMasterKeyId') === undefined)
    yield fails('is encrypted with the default key, which opens for the whole account', { at });
  if (knownField(rule, 'bucketKeyEnabled') === true)
    yield fails('has a bucket key: KMS sees the bucket and no longer the prefix', {
      at,
      weakened: { risk: 'bucket-keys', on: '' },
    });
}
