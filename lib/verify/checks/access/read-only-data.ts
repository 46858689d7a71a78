import { mayReach } from '../../access/bucket-reach';
import { prove } from '../../access/proof/proof';
import { changesBucket } from '../../access/proof/s3-targets';
import type { Check } from '../check';
import { guardedBucket } from './own-prefix';
import { identitySubject, proven } from './parts/proven';

export const readOnlyData: Check = {
  id: 'access/read-only-data',
  title: "A project's role changes no training data",
  why: 'Data that a script can change poisons every later job, and nobody looks at it again.',
  stops: ['A1', 'T18'],
  control: 'statements of the role: reads of the datasets bucket only',
  fix: 'take PutObject, DeleteObject and their kin out of the statement on the datasets bucket',
  *judge({ cloud }) {
    const data = cloud.buckets.filter(({ use }) => use === 'datasets');
    if (data.length === 0) return;
    for (const identity of cloud.identities) {
      const { role, facts } = identity;
      const problems = data
        .map((bucket) => guardedBucket(facts, bucket, role.arn))
        .filter(({ name, policy }) => mayReach(role, name, policy))
        .flatMap((guarded) => proven(prove(facts, role, changesBucket(guarded))));
      yield { subject: identitySubject(identity), problems };
    }
  },
};
