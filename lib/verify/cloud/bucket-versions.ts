import { bucketSettingsOf, type NamedBucket } from '../input/pulumi/bucket-setting';
import type { PlanLinks } from '../input/pulumi/plan-links';
import { knownField } from '../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../input/pulumi/planned-resource';
import { UNKNOWN } from '../input/pulumi/wire-value';

export interface BucketVersions {
  readonly kept: 'yes' | 'no' | 'unknown';
  /** The setting that says so; undefined where there is none. */
  readonly setting: PlannedResource | undefined;
}

/** Whether a bucket keeps versions of its objects: of several settings nobody knows which is written last. */
export function bucketVersions(links: PlanLinks, bucket: NamedBucket): BucketVersions {
  const settings = bucketSettingsOf(links, bucket, 'aws:s3/bucketVersioning:BucketVersioning');
  const status = (setting: PlannedResource): unknown =>
    knownField(propertyOf(setting, 'versioningConfiguration'), 'status');
  const other = settings.find((setting) => status(setting) !== 'Enabled');
  if (other !== undefined) return { kept: status(other) === UNKNOWN ? 'unknown' : 'no', setting: other };
  return { kept: settings.length > 0 ? 'yes' : 'no', setting: settings[0] };
}
