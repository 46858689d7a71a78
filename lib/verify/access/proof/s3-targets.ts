import type { Policy } from '../policy/policy';
import { ANYTHING, arnGlob, concat, glob, literal, type Glob } from '../../glob/glob';
import { bothLanguages, noneOf, oneOf, type Language } from '../../glob/language';
import { OBJECT_ACTIONS, PREFIX_LIST_ACTIONS, UPLOAD_LIST_ACTIONS, WRITE_ACTIONS } from '../s3-actions';
import { FENCE_ACTIONS } from './escalation';
import type { Target } from './proof';
import { ANY_VALUE, type KeyRequirement } from './requirement';

/** A bucket and the policy that guards it. */
export interface GuardedBucket {
  readonly name: string;
  readonly partition: string;
  readonly policy: Policy | undefined;
}

/** Every way to touch or see objects under a prefix: the objects, listings, and access points in front of them. */
export function insidePrefix(bucket: GuardedBucket, prefix: string): readonly Target[] {
  const asked = [...prefix].map((_, index) => literal(prefix.slice(0, index)));
  return targets(bucket, `under ${prefix} of ${bucket.name}`, oneOf([concat(literal(prefix), ANYTHING)]), {
    ...ANY_VALUE,
    // A listing shows these keys if it asks for them, for less than the prefix, or for nothing in particular.
    text: oneOf([...asked, concat(literal(prefix), ANYTHING)]),
  });
}

/** Every way to touch or see objects that are not under a prefix; nothing is outside the empty one. */
export function outsidePrefix(bucket: GuardedBucket, prefix: string): readonly Target[] {
  if (prefix === '') return [];
  const own = concat(literal(prefix), ANYTHING);
  return targets(bucket, `outside ${prefix} of ${bucket.name}`, noneOf([own]), { ...ANY_VALUE, text: noneOf([own]) });
}

/** Every way to touch or see any object of a bucket. */
export function wholeBucket(bucket: GuardedBucket): readonly Target[] {
  return targets(bucket, `of ${bucket.name}`, oneOf([ANYTHING]), ANY_VALUE);
}

/** Every way to change objects of a bucket. */
export function changesBucket(bucket: GuardedBucket): readonly Target[] {
  return toObjects(bucket, 'changes', WRITE_ACTIONS);
}

/** Every way to end older versions of objects of a bucket for good. */
export function endsVersions(bucket: GuardedBucket): readonly Target[] {
  return toObjects(bucket, 'ends versions of', ['s3:DeleteObjectVersion']);
}

function toObjects(bucket: GuardedBucket, verb: string, actions: readonly string[]): readonly Target[] {
  return wholeBucket(bucket)
    .filter((target) => target.actions === OBJECT_ACTIONS)
    .map((target) => ({ ...target, meaning: target.meaning.replace(/^touches/, verb), actions }));
}

/** Every way to change what keeps strangers out of a bucket. */
export function fenceOf(bucket: GuardedBucket, meaning: string): Target {
  return {
    meaning,
    actions: FENCE_ACTIONS,
    resource: oneOf([literal(arnOf(bucket))]),
    keys: new Map(),
    resourcePolicy: bucket.policy,
  };
}

/** Every way to touch or see objects of any other bucket than some. */
export function targetsOutside(partition: string, names: readonly string[]): readonly Target[] {
  const arns = names
    .map((name) => arnOf({ partition, name }))
    .flatMap((arn) => [literal(arn), concat(literal(`${arn}/`), ANYTHING)]);
  return [
    {
      meaning: 'touches a bucket that is none of training',
      actions: [...OBJECT_ACTIONS, ...PREFIX_LIST_ACTIONS, ...UPLOAD_LIST_ACTIONS],
      resource: bothLanguages(oneOf([concat(literal(arnOf({ partition, name: '' })), ANYTHING)]), noneOf(arns)),
      keys: new Map(),
      resourcePolicy: undefined,
    },
  ];
}

function targets(bucket: GuardedBucket, where: string, keys: Language, prefix: KeyRequirement): readonly Target[] {
  const arn = arnOf(bucket);
  const common = { resourcePolicy: bucket.policy, keys: new Map<string, KeyRequirement>() };
  return [
    { ...common, meaning: `touches objects ${where}`, actions: OBJECT_ACTIONS, resource: within(`${arn}/`, keys) },
    {
      ...common,
      meaning: `lists keys ${where}`,
      actions: PREFIX_LIST_ACTIONS,
      resource: oneOf([literal(arn)]),
      keys: new Map([['s3:prefix', prefix]]),
    },
    {
      ...common,
      meaning: `lists uploads ${where}`,
      actions: UPLOAD_LIST_ACTIONS,
      resource: oneOf([literal(arn)]),
    },
    {
      ...common,
      meaning: `touches objects ${where} through an access point`,
      actions: OBJECT_ACTIONS,
      // One of all regions has none in its ARN
      // (https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiRegionAccessPointRequests.html).
      resource: oneOf([arnGlob(glob(`arn:${bucket.partition}:s3:*:${'?'.repeat(12)}:accesspoint/?*`))]),
      resourcePolicy: undefined,
    },
  ];
}

function arnOf({ partition, name }: Pick<GuardedBucket, 'partition' | 'name'>): string {
  return `arn:${partition}:s3:::${name}`;
}

/** Texts that are a start followed by a text of a set. */
function within(start: string, { all, none }: Language): Language {
  const after = (globs: readonly Glob[]): readonly Glob[] => globs.map((item) => concat(literal(start), item));
  const started = oneOf([concat(literal(start), ANYTHING)]);
  return bothLanguages(started, { all: all.map(after), none: after(none) });
}
