import type { Statement } from '../document';
import { wholeBucket, type BucketFence } from './fence';

/** Nothing in clear text, nothing below TLS 1.2; for every action, since it locks out nobody who can speak it. */
export function transportFences(bucket: Pick<BucketFence, 'place' | 'bucket'>): readonly Statement[] {
  const everything = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: wholeBucket(bucket) } as const;
  return [
    { Sid: 'TlsOnly', ...everything, Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    { Sid: 'Tls12', ...everything, Condition: { NumericLessThan: { 's3:TlsVersion': '1.2' } } },
  ];
}
