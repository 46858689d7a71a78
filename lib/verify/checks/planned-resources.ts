import type { Evidence } from '../evidence';
import type { PlanLinks } from '../input/pulumi/plan-links';
import type { PlannedResource } from '../input/pulumi/planned-resource';
import { resourceSubject, type Judged, type Problem } from '../problem';

/** Judges each resource of a type in the plans; one about which there is nothing to ask is left out. */
export function* eachPlanned(
  { plans }: Pick<Evidence, 'plans'>,
  type: string,
  problemsOf: (resource: PlannedResource, links: PlanLinks) => readonly Problem[] | undefined,
): Generator<Judged> {
  for (const links of plans) {
    for (const resource of links.of(type)) {
      const problems = problemsOf(resource, links);
      if (problems !== undefined) yield { subject: resourceSubject(resource), problems };
    }
  }
}
