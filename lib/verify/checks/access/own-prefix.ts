import { mayReach } from '../../access/bucket-reach';
import { prove } from '../../access/proof/proof';
import { outsidePrefix, wholeBucket, type GuardedBucket } from '../../access/proof/s3-targets';
import type { TrainingBucket } from '../../cloud/cloud-scope';
import type { ProjectIdentity } from '../../cloud/project-identity';
import type { Evidence } from '../../evidence';
import { byNaturalOrder } from '../../natural-order';
import { describedProject } from '../../scope/described-project';
import type { Check } from '../check';
import { notKnown, type Problem } from '../../problem';
import { identitySubject, proven } from './parts/proven';
import { partitionOfRole } from '../../access/facts/role';

export const ownPrefix: Check = {
  id: 'access/own-prefix',
  title: "A project's role touches and lists nothing in the training buckets but its project's own part",
  why: 'With a wildcard in the middle of an ARN, a missing slash, an access point, a script reads what other projects train on.',
  stops: ['A1', 'A3'],
  control: 'the policies of the role and of the bucket, for all requests at once',
  fix: 'end the prefix with a slash, list with s3:prefix in a statement of its own, and take wildcards out',
  *judge({ cloud, platform }) {
    for (const identity of cloud.identities) {
      const problems = cloud.buckets.flatMap((bucket) => outsideOwnPart(identity, bucket, identity.facts));
      // A described project without claims has a part of none.
      if (cloud.buckets.length === 0 && describedProject(platform, identity.namespace) === undefined)
        problems.push(
          notKnown(
            'which part of which bucket is its own is not known: give the description (--platform) or the volumes of its claims',
          ),
        );
      problems.push(...cloud.buckets.flatMap((bucket) => sharedProblems(identity, bucket)));
      yield { subject: identitySubject(identity), problems };
    }
  },
};

/** Where only roles say whose a bucket is, two that say it of the same part contradict each other. */
function sharedProblems(
  { namespace }: ProjectIdentity,
  { name, prefixes, isGuessed }: TrainingBucket,
): readonly Problem[] {
  const own = prefixes.get(namespace);
  if (!isGuessed || own === undefined) return [];
  const other = [...prefixes].find(
    ([whose, prefix]) => whose !== namespace && (prefix.startsWith(own) || own.startsWith(prefix)),
  );
  if (other === undefined) return [];
  const text = `whose ${name}/${own} is, which roles of ${[namespace, other[0]].sort(byNaturalOrder).join(' and ')} name, is not known`;
  return [notKnown(`${text}: give the description (--platform)`)];
}

/**
 * What a project's role reaches of a bucket outside its own part.
 *
 * @param guards policies of the buckets that are taken into account
 */
export function outsideOwnPart(
  { role, facts, namespace }: ProjectIdentity,
  bucket: TrainingBucket,
  guards: Pick<Evidence['access'], 'buckets'>,
): readonly Problem[] {
  if (!mayReach(role, bucket.name, guards.buckets.get(bucket.name))) return [];
  const guarded = guardedBucket(guards, bucket, role.arn);
  const prefix = bucket.prefixes.get(namespace);
  const targets = prefix === undefined ? wholeBucket(guarded) : outsidePrefix(guarded, prefix);
  return proven(prove(facts, role, targets), { risk: 'shared-role', on: '' });
}

/** A training bucket with its policy, as proofs take it. */
export function guardedBucket(
  { buckets }: Pick<Evidence['access'], 'buckets'>,
  { name }: Pick<TrainingBucket, 'name'>,
  arn: string | undefined,
): GuardedBucket {
  return { name, partition: partitionOfRole({ arn }), policy: buckets.get(name) };
}
