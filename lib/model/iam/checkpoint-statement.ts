import { bucketArn, type Place } from '../arn';
import type { Statement } from './document';
import { ownAccount } from './list-statement';
import { CHECKPOINT_ACTIONS } from './s3-actions';

/**
 * Writes checkpoints, reads them back and gives up broken uploads: with `PutObject` alone no job can resume. Nothing is
 * deleted: a lifecycle rule does that, not training code.
 */
export function checkpointStatement(place: Place, bucket: string, prefix: string): Statement {
  return {
    Sid: 'WriteAndResumeCheckpoints',
    Effect: 'Allow',
    Action: CHECKPOINT_ACTIONS,
    Resource: bucketArn(place, bucket, `${prefix}*`),
    Condition: { StringEquals: ownAccount(place) },
  };
}
