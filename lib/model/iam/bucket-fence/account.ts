import type { Statement } from '../document';
import { wholeBucket, type BucketFence } from './fence';

/** Principals of other accounts have nothing to do here, whatever else is ever allowed; services of AWS deliver logs. */
export function accountFence(bucket: Pick<BucketFence, 'place' | 'bucket'>): Statement {
  return {
    Sid: 'OnlyOurAccount',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: wholeBucket(bucket),
    Condition: {
      StringNotEquals: { 'aws:PrincipalAccount': bucket.place.account },
      BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
    },
  };
}
