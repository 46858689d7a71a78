import { bucketVersions } from '../../cloud/bucket-versions';
import type { TrainingBucket } from '../../cloud/cloud-scope';
import { bucketSettingsOf } from '../../input/pulumi/bucket-setting';
import type { PlanLinks } from '../../input/pulumi/plan-links';
import { knownField, knownList } from '../../input/pulumi/plan-value';
import { propertyOf } from '../../input/pulumi/planned-resource';
import { UNKNOWN, type PlanValue } from '../../input/pulumi/wire-value';
import { endsVersions } from '../../access/proof/s3-targets';
import type { Check } from '../check';
import { fails, inputPlace, notKnown, type Problem } from '../../problem';
import { bucketsOfPlans } from './parts/planned-buckets';
import { rightsOnBuckets } from './parts/rights-on-buckets';

export const objectVersions: Check = {
  id: 'access/object-versions',
  title: 'What is overwritten or deleted in a training bucket comes back, and is erased in the end',
  why: 'A script that may write its checkpoints may overwrite them all: only an older version is a clean one. Versions without an end keep what somebody had the right to have erased.',
  stops: ['A1', 'T18'],
  control:
    'versioning of the bucket, a lifecycle rule that ends noncurrent versions, and no s3:DeleteObjectVersion of a role of a project',
  fix: 'enable versioning of the bucket, and let a rule of its lifecycle expire noncurrent versions of every object; leave forceDestroy out, and s3:DeleteObjectVersion of roles',
  *judge(evidence) {
    yield* bucketsOfPlans(evidence, versionProblems);
    // Whoever changes data at all has a check of its own.
    yield* rightsOnBuckets(evidence, 'checkpoints', endsVersions);
  },
};

function* versionProblems(links: PlanLinks, bucket: TrainingBucket): Generator<Problem> {
  const { kept, setting } = bucketVersions(links, bucket);
  const at = setting && inputPlace(setting, 'versioningConfiguration');
  if (kept === 'unknown') yield notKnown('whether it keeps versions is not known in the plan', { at });
  else if (kept === 'no') yield fails('keeps no versions', { at });
  else yield* endProblems(links, bucket);
  if (bucket.resource !== undefined && propertyOf(bucket.resource, 'forceDestroy') === true)
    yield fails('is emptied, versions and all, when its stack is removed', {
      at: inputPlace(bucket.resource, 'forceDestroy'),
    });
}

/** Rules for a part of the objects leave the rest for good. */
function* endProblems(links: PlanLinks, bucket: TrainingBucket): Generator<Problem> {
  const found = bucketSettingsOf(links, bucket, 'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration');
  if (found.length === 0) yield fails(FOR_EVER);
  for (const lifecycle of found) {
    const at = inputPlace(lifecycle, 'rules');
    const rules = propertyOf(lifecycle, 'rules');
    if (rules === UNKNOWN) yield notKnown('whether its versions end is not known in the plan', { at });
    else if (!knownList(rules).some(endsVersionsOfAll)) yield fails(FOR_EVER, { at });
  }
}

const FOR_EVER = 'keeps versions of what was deleted for ever';

function endsVersionsOfAll(rule: PlanValue): boolean {
  const days = knownField(knownField(rule, 'noncurrentVersionExpiration'), 'noncurrentDays');
  return typeof days === 'number' && days > 0 && knownField(rule, 'status') === 'Enabled' && isForAll(rule);
}

function isForAll(rule: PlanValue): boolean {
  const filter = knownField(rule, 'filter');
  if (filter === undefined) return knownField(rule, 'prefix') === undefined || knownField(rule, 'prefix') === '';
  const prefix = knownField(filter, 'prefix');
  const parts = ['and', 'tag', 'objectSizeGreaterThan', 'objectSizeLessThan'];
  return (prefix === undefined || prefix === '') && parts.every((part) => knownField(filter, part) === undefined);
}
