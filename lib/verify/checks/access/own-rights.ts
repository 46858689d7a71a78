import { prove } from '../../access/proof/proof';
import { outsidePrefix, wholeBucket } from '../../access/proof/s3-targets';
import type { TrainingBucket } from '../../cloud/cloud-scope';
import type { ProjectIdentity } from '../../cloud/project-identity';
import type { Check } from '../check';
import type { Problem } from '../finding';
import { guardedBucket } from './own-prefix';
import { identitySubject, proven } from './proven';

export const ownRights: Check = {
  id: 'access/own-rights',
  title: "The policies of a project's role alone reach nothing but its own part, whatever the bucket refuses",
  why: 'One wrong policy on the bucket must not be enough: a role that may list everything lists it the day the fence has a gap.',
  answers: ['A1', 'A3'],
  control: 'the prefix in every statement of the role: in the ARNs of objects, in s3:prefix of listings',
  fix: 'end the prefix with a slash, and list with s3:prefix in a statement of its own',
  *judge({ cloud }) {
    for (const identity of cloud.identities) {
      const problems = cloud.buckets.flatMap((bucket) => bucketProblems(identity, bucket));
      yield { subject: identitySubject(identity), problems };
    }
  },
};

function bucketProblems({ role, facts, namespace }: ProjectIdentity, bucket: TrainingBucket): readonly Problem[] {
  const open = guardedBucket({ buckets: new Map() }, bucket, role.arn);
  const prefix = bucket.prefixes.get(namespace);
  const targets = prefix === undefined ? wholeBucket(open) : outsidePrefix(open, prefix);
  return proven(prove(facts, role, targets), { risk: 'shared-role', on: '' });
}
