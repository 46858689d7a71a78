import { bucketArn, type Place } from '../aws/arn';
import type { Statement } from './document';
import { ownAccount } from './list-statement';

/** Reads the objects below a prefix: no versions, no attributes, no access lists. */
export function readStatement(place: Place, bucket: string, prefix: string): Statement {
  return {
    Sid: 'ReadTrainingPrefix',
    Effect: 'Allow',
    Action: 's3:GetObject',
    Resource: bucketArn(place, bucket, `${prefix}*`),
    Condition: { StringEquals: ownAccount(place) },
  };
}
