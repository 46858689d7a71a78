import type { PlanLinks } from '../input/pulumi/plan-links';
import { propertyOf, type PlannedResource } from '../input/pulumi/planned-resource';
import { UNKNOWN } from '../input/pulumi/wire-value';
import type { Match } from '../match';
import { recordsManagement, recordsObjects } from './event-selectors';

/** A trail of CloudTrail, as far as a plan shows what it records. */
export interface Trail {
  readonly resource: PlannedResource;
  readonly settings: {
    readonly logging: boolean;
    /** Whether digests of its files are written, by which a change is found out. */
    readonly validated: boolean;
    /** Whether it records management events, reads and writes. */
    readonly management: boolean;
    readonly everyRegion: boolean;
    /** Whether it takes in what IAM and STS record. */
    readonly globalServices: boolean;
  };
  /** Where it records events; undefined for every region, or where that is not known. */
  readonly region: string | undefined;
  /** Whether it records every read and write of a bucket's objects, given that of its region. */
  covers(bucket: string): Match;
}

/**
 * Whether a trail records everything that another one does, as far as it matters here: then what is wrong with that one is
 * the fault of a second copy.
 *
 * @param buckets names of those whose objects matter
 */
export function recordsAll(trail: Trail, other: Trail, buckets: readonly string[]): boolean {
  const { settings } = trail;
  return (
    settings.logging &&
    settings.validated &&
    (settings.management || !other.settings.management) &&
    (settings.globalServices || !other.settings.globalServices) &&
    (settings.everyRegion || (trail.region !== undefined && trail.region === other.region)) &&
    buckets.every((bucket) => trail.covers(bucket) === 'yes' || other.covers(bucket) === 'no')
  );
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html */
export function trailsOf(links: PlanLinks): readonly Trail[] {
  return links.of('aws:cloudtrail/trail:Trail').map((resource) => {
    const advanced = propertyOf(resource, 'advancedEventSelectors');
    const basic = propertyOf(resource, 'eventSelectors');
    const everyRegion = propertyOf(resource, 'isMultiRegionTrail') === true;
    const logging = propertyOf(resource, 'enableLogging') !== false;
    return {
      resource,
      settings: {
        logging,
        validated: propertyOf(resource, 'enableLogFileValidation') === true,
        management: recordsManagement(advanced, basic),
        everyRegion,
        globalServices: everyRegion || propertyOf(resource, 'includeGlobalServiceEvents') !== false,
      },
      region: everyRegion ? undefined : links.regionOf(resource),
      covers: (bucket) => {
        if (!logging) return 'no';
        if (advanced === UNKNOWN || basic === UNKNOWN) return 'maybe';
        return recordsObjects(advanced, basic, bucket);
      },
    };
  });
}
