import { bucketArn, type Place } from '../aws/arn';
import type { Statement } from './document';

/**
 * Lists the names below a prefix and no others. The condition stands on `ListBucket` alone: requests for objects carry no
 * `s3:prefix`, and an Allow whose key is absent never matches. The value is `alpha/*` only: the bare `alpha` would show
 * `alpha-2/` too, and `alpha/` itself matches, as `*` may be empty.
 *
 * @param prefix ends with a slash
 */
export function listStatement(place: Place, sid: string, bucket: string, prefix: string): Statement {
  return {
    Sid: sid,
    Effect: 'Allow',
    Action: 's3:ListBucket',
    Resource: bucketArn(place, bucket),
    Condition: { StringLike: { 's3:prefix': `${prefix}*` }, StringEquals: ownAccount(place) },
  };
}

/** Bucket names are free for all: without it a bucket of this name in another account would do as well. */
export function ownAccount({ account }: Pick<Place, 'account'>): { readonly 'aws:ResourceAccount': string } {
  return { 'aws:ResourceAccount': account };
}
