import { trailsOf, type Trail } from '../../cloud/trail';
import type { Check } from '../check';
import { fails, inputPlace, notKnown, resourceSubject, type Problem } from '../../problem';

export const globalEvents: Check = {
  id: 'audit/global-events',
  title: 'A trail records what is done to roles and policies, where AWS records it',
  why: 'IAM and STS record in one region of the world what is asked of them anywhere: a trail of another region never hears who took on which role, or opened it.',
  stops: ['A2'],
  control: 'isMultiRegionTrail and includeGlobalServiceEvents of the trail',
  fix: 'set isMultiRegionTrail: true of the trail, and leave includeGlobalServiceEvents on',
  *judge({ plans }) {
    const trails = plans.flatMap(trailsOf).filter(({ settings }) => settings.logging && settings.management);
    // One that hears of roles is enough.
    const isHeard = trails.some((trail) => hearsOfRoles(trail) === 'yes');
    for (const trail of trails)
      yield { subject: resourceSubject(trail.resource), problems: isHeard ? [] : [problemOf(trail)] };
  },
};

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-create-and-update-a-trail-by-using-the-aws-cli-update-trail.html */
function hearsOfRoles({ settings, region }: Trail): 'yes' | 'no' | 'maybe' {
  if (!settings.globalServices) return 'no';
  if (settings.everyRegion) return 'yes';
  if (region === undefined) return 'maybe';
  const home = region.startsWith('us-gov-') ? 'us-gov-west-1' : region.startsWith('cn-') ? region : 'us-east-1';
  return region === home ? 'yes' : 'no';
}

function problemOf(trail: Trail): Problem {
  const { resource, settings, region } = trail;
  const at = inputPlace(resource, settings.globalServices ? 'isMultiRegionTrail' : 'includeGlobalServiceEvents');
  if (hearsOfRoles(trail) === 'maybe') return notKnown('in which region it records is not known in the plan', { at });
  return settings.globalServices
    ? fails(`records ${region} alone: changes of roles and sessions of STS are recorded elsewhere`, { at })
    : fails('leaves out the events of global services', { at });
}
