import { BUCKETS, bucketSettingsOf } from '../../input/pulumi/bucket-setting';
import { bucketVersions } from '../../cloud/bucket-versions';
import { recordsAll, trailsOf } from '../../cloud/trail';
import { knownField, knownText } from '../../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../../input/pulumi/planned-resource';
import type { PlanLinks } from '../../input/pulumi/plan-links';
import type { Check } from '../check';
import { fails, inputPlace, notKnown, resourceSubject, type Problem } from '../../problem';

export const logKept: Check = {
  id: 'audit/log-kept',
  title: 'The access log cannot be removed, and lies in none of the buckets that it is about',
  why: 'Whoever can delete the log has no need to hide.',
  stops: ['A2'],
  control: 'object lock, versions and a bucket of its own for the trail; audit/not-stopped looks at who ends it',
  fix: 'write the trail into a bucket of its own with object lock',
  *judge({ plans, cloud }) {
    const judged = plans.flatMap((links) =>
      trailsOf(links).map((trail) => {
        const { resource } = trail;
        const bucket = links.referenced(resource, 's3BucketName', ...BUCKETS) ?? bucketNamed(links, resource);
        return { trail, problems: keptProblems(links, resource, bucket, cloud.buckets) };
      }),
    );
    // One that is kept is enough, where it holds all that another one does.
    const kept = judged.filter(({ problems }) => problems.length === 0).map(({ trail }) => trail);
    const names = cloud.buckets.map(({ name }) => name);
    for (const { trail, problems } of judged) {
      const isCopy = kept.some((other) => recordsAll(other, trail, names));
      yield { subject: resourceSubject(trail.resource), problems: isCopy ? [] : problems };
    }
  },
};

function bucketNamed(links: PlanLinks, trail: PlannedResource): PlannedResource | undefined {
  const name = propertyOf(trail, 's3BucketName');
  return links.of(...BUCKETS).find((bucket) => propertyOf(bucket, 'bucket') === name);
}

function keptProblems(
  links: PlanLinks,
  trail: PlannedResource,
  bucket: PlannedResource | undefined,
  training: readonly { readonly name: string; readonly resource: PlannedResource | undefined }[],
): readonly Problem[] {
  const at = inputPlace(trail, 's3BucketName');
  if (bucket === undefined) return [notKnown('the bucket of its log is not in the plan', { at })];
  if (training.some(({ resource }) => resource === bucket))
    return [fails(`writes into ${bucket.name}, which it is about`, { at })];
  const named = { name: knownText(propertyOf(bucket, 'bucket')), resource: bucket };
  const locks = bucketSettingsOf(links, named, 'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration');
  const retentions = locks.map((lock) => knownField(propertyOf(lock, 'rule'), 'defaultRetention'));
  const problems: Problem[] = [];
  if (locks.length === 0 || retentions.includes(undefined))
    problems.push(fails(`objects of ${bucket.name} have no lock with a retention`));
  if (retentions.some((retention) => knownField(retention, 'mode') === 'GOVERNANCE'))
    problems.push(fails(`the lock of ${bucket.name} opens for whoever may bypass it (GOVERNANCE)`));
  if (bucketVersions(links, named).kept !== 'yes') problems.push(fails(`${bucket.name} keeps no versions`));
  return problems;
}
