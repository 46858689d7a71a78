import { bucketArn, type Place } from '../aws/arn';
import type { Statement } from './document';
import { ownAccount } from './list-statement';
import { CHECKPOINT_ACTIONS, DELETE_ACTION } from './s3-actions';

/**
 * Writes checkpoints, reads them back and gives up broken uploads: with `PutObject` alone no job can resume. Nothing is
 * deleted: a lifecycle rule does that, not training code.
 *
 * @param allowDelete whether the description lets training delete them all the same
 */
export function checkpointStatement(place: Place, bucket: string, prefix: string, allowDelete = false): Statement {
  return {
    Sid: 'WriteAndResumeCheckpoints',
    Effect: 'Allow',
    Action: allowDelete ? [...CHECKPOINT_ACTIONS, DELETE_ACTION].sort() : CHECKPOINT_ACTIONS,
    Resource: bucketArn(place, bucket, `${prefix}*`),
    Condition: { StringEquals: ownAccount(place) },
  };
}
