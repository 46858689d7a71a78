import type { TrainingBucket } from '../../../cloud/cloud-scope';
import type { Evidence } from '../../../evidence';
import type { PlanLinks } from '../../../input/pulumi/plan-links';
import { notKnown, namedSubject, resourceSubject, type Judged, type Problem } from '../../../problem';

/** Judges each training bucket by the plan that makes it; of one that is made elsewhere nothing is known. */
export function* bucketsOfPlans(
  { plans, cloud }: Evidence,
  problemsOf: (links: PlanLinks, bucket: TrainingBucket) => Iterable<Problem>,
): Generator<Judged> {
  for (const bucket of cloud.buckets) {
    const { resource, name } = bucket;
    const links = plans.find(({ plan }) => resource !== undefined && plan.resources.includes(resource));
    if (resource === undefined || links === undefined)
      yield { subject: namedSubject(`Bucket/${name}`), problems: [notKnown('is not in the plan')] };
    else yield { subject: resourceSubject(resource), problems: [...problemsOf(links, bucket)] };
  }
}
