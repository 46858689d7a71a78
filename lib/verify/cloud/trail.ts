import type { PlanLinks } from '../input/pulumi/plan-links';
import { isNothing, knownEntries, knownField, knownList, knownText } from '../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../input/pulumi/planned-resource';
import { UNKNOWN, type PlanValue } from '../input/pulumi/wire-value';
import { and, type Match } from '../match';

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
        management:
          knownList(advanced).length > 0
            ? knownList(advanced).some((selector) => isEvents(selector, 'Management') && isWhole(selector))
            : isNothing(basic) || knownList(basic).some(recordsManagement),
        everyRegion,
        globalServices: everyRegion || propertyOf(resource, 'includeGlobalServiceEvents') !== false,
      },
      region: everyRegion ? undefined : links.regionOf(resource),
      covers: (bucket) => {
        if (!logging) return 'no';
        if (advanced === UNKNOWN || basic === UNKNOWN) return 'maybe';
        const arn = new RegExp(`^arn:[^:]+:s3:::${bucket}/$`);
        const all = [
          ...knownList(advanced).map((item) => advancedCovers(item, arn)),
          ...knownList(basic).map((item) => basicCovers(item, arn)),
        ];
        return all.includes('yes') ? 'yes' : all.includes('maybe') ? 'maybe' : 'no';
      },
    };
  });
}

/** A selector of the older form: it records management events of both kinds and of every service by default. */
function recordsManagement(selector: PlanValue): boolean {
  const kind = knownField(selector, 'readWriteType');
  return (
    knownField(selector, 'includeManagementEvents') !== false &&
    (kind === undefined || kind === 'All') &&
    isNothing(knownField(selector, 'excludeManagementEventSources'))
  );
}

const fieldsOf = (selector: PlanValue): readonly PlanValue[] => knownList(knownField(selector, 'fieldSelectors'));

/** All have to hold: a field may be asked twice. */
const fieldsNamed = (selector: PlanValue, name: string): readonly PlanValue[] =>
  fieldsOf(selector).filter((item) => knownField(item, 'field') === name);

const valuesOf = (field: PlanValue | undefined, operator: string): readonly PlanValue[] =>
  knownList(knownField(field, operator));

function isEvents(selector: PlanValue, category: string): boolean {
  return areOf(fieldsNamed(selector, 'eventCategory'), category);
}

/** Whether a field is asked to be a value, and nothing else of it. */
function areOf(fields: readonly PlanValue[], value: string): boolean {
  const isOf = (field: PlanValue): boolean =>
    valuesOf(field, 'equals').includes(value) && operatorsOf(field).length === 1;
  return fields.length > 0 && fields.every(isOf);
}

/** What a provider reports has the operators that nobody uses as well, as empty lists. */
function operatorsOf(field: PlanValue | undefined): readonly string[] {
  return knownEntries(field).flatMap(([name, value]) =>
    name === 'field' || value === null || isNothing(value) ? [] : [name],
  );
}

/** Whether nothing narrows a selector but its category. */
function isWhole(selector: PlanValue): boolean {
  return fieldsOf(selector).length === 1;
}

function advancedCovers(selector: PlanValue, arn: RegExp): Match {
  if (!isEvents(selector, 'Data') || !areOf(fieldsNamed(selector, 'resources.type'), 'AWS::S3::Object')) return 'no';
  const known = new Set(['eventCategory', 'resources.type', 'resources.ARN']);
  if (fieldsOf(selector).some((field) => !known.has(String(knownField(field, 'field'))))) return 'no';
  return fieldsNamed(selector, 'resources.ARN')
    .map((field) => (operatorsOf(field).some((name) => name !== 'startsWiths') ? 'no' : coveredBy(field, arn)))
    .reduce<Match>(and, 'yes');
}

const coveredBy = (field: PlanValue, arn: RegExp): Match => anyOf(valuesOf(field, 'startsWiths'), arn);

function basicCovers(selector: PlanValue, arn: RegExp): Match {
  const kind = knownField(selector, 'readWriteType');
  if (kind !== undefined && kind !== 'All') return 'no';
  const objects = knownList(knownField(selector, 'dataResources')).filter(
    (item) => knownField(item, 'type') === 'AWS::S3::Object',
  );
  const values = objects.flatMap((item) => knownList(knownField(item, 'values')));
  return values.some((value) => /^arn:[^:]+:s3(?::::)?$/.test(knownText(value) ?? '')) ? 'yes' : anyOf(values, arn);
}

function anyOf(values: readonly PlanValue[], arn: RegExp): Match {
  if (values.some((value) => arn.test(knownText(value) ?? ''))) return 'yes';
  return values.includes(UNKNOWN) ? 'maybe' : 'no';
}
