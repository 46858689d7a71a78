import { bucketSettingsOf } from '../../input/pulumi/bucket-setting';
import type { PlanLinks } from '../../input/pulumi/plan-links';
import { knownField, knownList, knownText } from '../../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../../input/pulumi/planned-resource';
import { foreignKey } from '../../cloud/foreign-key';
import type { TrainingBucket } from '../../cloud/cloud-scope';
import type { Check } from '../check';
import { fails, inputPlace, type Problem } from '../../problem';
import { bucketsOfPlans } from './parts/planned-buckets';

const BLOCKS = ['blockPublicAcls', 'blockPublicPolicy', 'ignorePublicAcls', 'restrictPublicBuckets'] as const;

export const bucketSettings: Check = {
  id: 'access/bucket-settings',
  title: 'Training buckets are closed to the public, know no ACLs, and are encrypted with a key of the platform',
  why: 'An ACL or a public policy is a way in beside every policy of a role; a default key opens for everybody of the account.',
  stops: ['A1', 'A2'],
  control: 'public access block, ownership controls, default encryption of the bucket',
  fix: 'block public access in all four ways, set BucketOwnerEnforced, encrypt with aws:kms and a key, bucket key off',
  *judge(evidence) {
    yield* bucketsOfPlans(evidence, (links, bucket) => settingProblems(links, bucket, evidence.cloud.account));
  },
};

function* settingProblems(links: PlanLinks, bucket: TrainingBucket, account: string | undefined): Generator<Problem> {
  const of = (type: string): readonly PlannedResource[] => bucketSettingsOf(links, bucket, type);
  const blocks = of('aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock');
  if (blocks.length === 0) yield fails(`does not ${BLOCKS.join(', ')}`);
  for (const block of blocks) {
    const open = BLOCKS.filter((name) => propertyOf(block, name) !== true);
    if (open.length > 0) yield fails(`does not ${open.join(', ')}`, { at: inputPlace(block) });
  }
  for (const ownership of of('aws:s3/bucketOwnershipControls:BucketOwnershipControls'))
    if (knownField(propertyOf(ownership, 'rule'), 'objectOwnership') !== 'BucketOwnerEnforced')
      yield fails('obeys ACLs of objects', { at: inputPlace(ownership, 'rule') });
  const encryptions = of('aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration');
  if (encryptions.length === 0) yield fails('is not encrypted with a key of KMS');
  for (const encryption of encryptions) yield* encryptionProblems(encryption, account, isOfOneProject(bucket));
}

/** The key that AWS keeps for a service opens for whoever may use that. */
const DEFAULT_KEY = /(?:^|:)alias\/aws\//;

/** There the bucket says whose data it is as well as a prefix does. */
const isOfOneProject = ({ prefixes }: TrainingBucket): boolean =>
  prefixes.size === 1 && [...prefixes.values()].every((prefix) => prefix === '');

function* encryptionProblems(
  encryption: PlannedResource,
  account: string | undefined,
  ofOneProject: boolean,
): Generator<Problem> {
  const [rule] = knownList(propertyOf(encryption, 'rules'));
  const by = knownField(rule, 'applyServerSideEncryptionByDefault');
  const key = knownField(by, 'kmsMasterKeyId');
  const at = inputPlace(encryption, 'rules');
  if (!['aws:kms', 'aws:kms:dsse'].includes(String(knownField(by, 'sseAlgorithm'))))
    yield fails('is not encrypted with a key of KMS', { at });
  else if (key === undefined || DEFAULT_KEY.test(knownText(key) ?? ''))
    yield fails('is encrypted with the default key, which opens for the whole account', { at });
  const foreign = foreignKey(knownText(key), account);
  if (foreign !== undefined) yield fails(foreign, { at });
  if (knownField(rule, 'bucketKeyEnabled') === true && !ofOneProject)
    yield fails('has a bucket key: KMS sees the bucket and no longer the prefix', {
      at,
      weakened: { risk: 'bucket-keys', on: '' },
    });
}
