import type { Aws } from './aws';

/** Name of the trail that records access to training data. */
export function accessTrail(platform: string): string {
  return `${platform}-training-access`;
}

/** Bucket of the access log; account and region make the name unique, since buckets of everybody share one name space. */
export function accessLogBucket(platform: string, { account, region }: Pick<Aws, 'account' | 'region'>): string {
  return `${platform}-access-log-${account}-${region}`;
}
