import { bucketArn, type Place } from '../../aws/arn';
import type { Condition, Statement } from '../document';
import { DATA_ACTIONS, LIST_ACTIONS, OBJECT_ACTIONS } from '../s3-actions';

/** What the fence of one bucket is built from. */
export interface BucketFence {
  readonly place: Place;
  readonly bucket: string;
  /** ARN of the cluster whose pods train. */
  readonly clusterArn: string;
  /** ARN patterns of the training roles. */
  readonly trainingRoles: readonly string[];
  /** ARNs of roles that every fence lets through: administrators, and loaders of a data bucket. */
  readonly exemptRoles: readonly string[];
  /** ARNs of roles that the fences let read and not write. */
  readonly readerRoles: readonly string[];
  /** Ids of the VPC endpoints that carry training; empty: every endpoint of the account. */
  readonly endpointIds: readonly string[];
  /** Projects whose prefix is not their namespace: their fence cannot come from the session tag. */
  readonly ownFences: readonly OwnFence[];
  /** Refuses to replace objects, except those with one of these file names. Undefined: no such fence. */
  readonly createOnly?: { readonly exceptFiles: readonly string[] };
}

export interface OwnFence {
  /** ARN of the project's role. */
  readonly role: string;
  /** Ends with a slash. */
  readonly prefix: string;
}

/** A statement that denies data actions on the whole bucket to everybody but the exempt roles. */
export function denyData(fence: BucketFence, sid: string, condition: Condition, except: readonly string[]): Statement {
  return deny(sid, DATA_ACTIONS, { Resource: wholeBucket(fence) }, condition, except);
}

export function denyObjects(
  sid: string,
  target: Pick<Statement, 'Resource' | 'NotResource'>,
  condition: Condition,
  except: readonly string[],
): Statement {
  return deny(sid, OBJECT_ACTIONS, target, condition, except);
}

export function denyLists(fence: BucketFence, sid: string, condition: Condition, except: readonly string[]): Statement {
  return deny(sid, LIST_ACTIONS, { Resource: bucketArn(fence.place, fence.bucket) }, condition, except);
}

/**
 * For the session of a role `aws:PrincipalArn` is the ARN of the role itself. An inverted operator is true where its key is
 * absent, so a caller without the key is denied.
 */
function deny(
  sid: string,
  actions: readonly string[],
  target: Pick<Statement, 'Resource' | 'NotResource'>,
  condition: Condition,
  except: readonly string[],
): Statement {
  const exempt: Condition = except.length === 0 ? {} : { ArnNotLike: { 'aws:PrincipalArn': except } };
  return {
    Sid: sid,
    Effect: 'Deny',
    Principal: '*',
    Action: actions,
    ...target,
    Condition: { ...condition, ...exempt },
  };
}

export function wholeBucket({ place, bucket }: Pick<BucketFence, 'place' | 'bucket'>): readonly string[] {
  return [bucketArn(place, bucket), bucketArn(place, bucket, '*')];
}

/** Roles that no fence on reading holds back. */
export function mayRead({ exemptRoles, readerRoles }: BucketFence): readonly string[] {
  return [...exemptRoles, ...readerRoles];
}
