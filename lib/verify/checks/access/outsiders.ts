import { forBuckets } from '../../access/managed-policies';
import { prove } from '../../access/proof/proof';
import { wholeBucket } from '../../access/proof/s3-targets';
import type { Check } from '../check';
import { namedSubject } from '../finding';
import { guardedBucket } from './own-prefix';
import { proven } from './proven';

export const outsiders: Check = {
  id: 'access/outsiders',
  title: 'No other role of the files touches training data or checkpoints',
  why: 'Nodes, operators and production have roles too: what one of them reads, whoever takes it over reads.',
  answers: ['A3', 'A4', 'T18'],
  control: 'policies of all other roles, and the fence of the bucket',
  fix: 'take the rights away; name a reader with access.checkpointReaders of the description, by reason',
  *judge({ cloud, access }) {
    const own = new Set(cloud.identities.map(({ role }) => role.name));
    for (const role of access.roles) {
      if (own.has(role.name)) continue;
      const problems = cloud.buckets.flatMap((bucket) =>
        proven(prove(access, forBuckets(role), wholeBucket(guardedBucket(access, bucket, role.arn))), {
          risk: 'checkpoint-readers',
          on: '',
        }),
      );
      if (cloud.buckets.length > 0) yield { subject: namedSubject(`Role/${role.name}`), problems };
    }
  },
};
