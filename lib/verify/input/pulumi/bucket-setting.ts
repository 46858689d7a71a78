import type { PlanLinks } from './plan-links';
import { propertyOf, type PlannedResource } from './planned-resource';

export const BUCKETS = ['aws:s3/bucket:Bucket', 'aws:s3/bucketV2:BucketV2'] as const;

/** A bucket by the name that it has in the cloud, and by what makes it where that is in the plan. */
export interface NamedBucket {
  readonly name: string | undefined;
  readonly resource: PlannedResource | undefined;
}

/**
 * The resources of a type that set something of a bucket: its versions, its lock, its encryption. A bucket has one setting of a
 * kind: of two the one that is written last counts, and which that is no plan shows.
 */
export function bucketSettingsOf(
  links: PlanLinks,
  { name, resource }: NamedBucket,
  type: string,
): readonly PlannedResource[] {
  return links
    .of(type)
    .filter(
      (item) =>
        (name !== undefined && propertyOf(item, 'bucket') === name) ||
        (resource !== undefined && links.isTarget(item, 'bucket', resource)),
    );
}
