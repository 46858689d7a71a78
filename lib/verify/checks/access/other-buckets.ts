import { prove } from '../../access/proof/proof';
import { otherBuckets } from '../../access/proof/s3-targets';
import type { Check } from '../check';
import { identitySubject, proven } from './proven';
import { partitionOfRole } from '../../access/facts/role';

export const otherBucketsShut: Check = {
  id: 'access/other-buckets',
  title: "A project's role touches no bucket beside those of training",
  why: 'What a role reads elsewhere a script can read, and what it writes elsewhere leaves the fence.',
  answers: ['A1'],
  control: 'resources of the statements of the role: named buckets',
  fix: 'name the training buckets in the statements of the role',
  *judge({ cloud }) {
    if (cloud.buckets.length === 0) return;
    const names = cloud.buckets.map(({ name }) => name);
    for (const identity of cloud.identities) {
      const { role, facts } = identity;
      const targets = otherBuckets(partitionOfRole(role), names);
      yield { subject: identitySubject(identity), problems: proven(prove(facts, role, targets)) };
    }
  },
};
