import { BUCKETS } from '../../input/pulumi/bucket-setting';
import { trailsOf, type Trail } from '../../cloud/trail';
import type { Evidence } from '../../evidence';
import { CLUSTER } from '../../input/pulumi/resource-types';
import type { Check } from '../check';
import { fails, inputPlace, notKnown, namedSubject, resourceSubject, type Judged, type Problem } from '../../problem';

export const dataAccess: Check = {
  id: 'audit/data-access',
  title: 'Every access to training data and checkpoints is logged outside the reach of training',
  why: 'A log that the training script writes, it can leave out or forge; other clients in the same pod never write it.',
  stops: ['A1', 'A2'],
  control: 'a trail with data events of the training buckets',
  fix: 'add a trail with data events, read and write, of the buckets; AuditTrail makes one',
  *judge(evidence) {
    const trails = evidence.plans.flatMap(trailsOf);
    for (const { name, resource } of evidence.cloud.buckets) {
      const subject = resource === undefined ? namedSubject(`Bucket/${name}`) : resourceSubject(resource);
      const links = evidence.plans.find(({ plan }) => resource !== undefined && plan.resources.includes(resource));
      const region = (resource && links?.regionOf(resource)) ?? evidence.cloud.region;
      // What is done to objects is recorded where their bucket is.
      const near = trails.filter((trail) => region === undefined || [undefined, region].includes(trail.region));
      const where = near.length < trails.length ? ` in ${region}` : '';
      yield { subject, problems: bucketProblems(near, name, evidence, where) };
    }
    for (const trail of trails) yield trailJudged(trail);
  },
};

function bucketProblems(
  trails: readonly Trail[],
  bucket: string,
  { plans }: Evidence,
  where: string,
): readonly Problem[] {
  const covered = trails.map(({ covers }) => covers(bucket));
  if (covered.includes('yes')) return [];
  if (covered.includes('maybe')) return [notKnown('whether a trail records its objects is not known in the plan')];
  // Whoever makes buckets beside a cluster that stands already has a part of the platform.
  const isWhole = [BUCKETS, [CLUSTER]].every((types) => plans.some((links) => links.of(...types).length > 0));
  if (trails.length === 0 && where === '' && !isWhole)
    return [notKnown('no trail is in the plan; another stack may have it')];
  return [
    fails(`no trail ${trails.length === 0 ? 'is in the plan' : 'records reads and writes of its objects'}${where}`),
  ];
}

/** Settings that make a trail worth something. */
function trailJudged({ resource, settings }: Trail): Judged {
  const problems: Problem[] = [];
  if (settings.logging === false)
    problems.push(fails('is switched off', { at: inputPlace(resource, 'enableLogging') }));
  if (settings.validated !== true)
    problems.push(
      fails('has no digests: a changed log looks like a whole one', {
        at: inputPlace(resource, 'enableLogFileValidation'),
      }),
    );
  if (!settings.management)
    problems.push(fails('does not record management events: changes of policies leave no trace'));
  return { subject: resourceSubject(resource), problems };
}
