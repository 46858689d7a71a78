import type { Check } from '../check';
import { allowedProblems, type Wanted } from './parts/allowed';
import { identitySubject } from './parts/proven';
import { partitionOfRole } from '../../access/facts/role';

export const readsOwnData: Check = {
  id: 'access/reads-own-data',
  title: "A project's role lists and reads its own training data",
  why: 'A policy that denies everything isolates too. A condition on s3:prefix in the statement of GetObject denies every read.',
  stops: [],
  control: 'role, bucket and endpoint, which all have to let the request through',
  fix: 'allow s3:ListBucket on the bucket with s3:prefix, and s3:GetObject on bucket/prefix/* in another statement',
  positive: true,
  *judge({ cloud, platform }) {
    for (const identity of cloud.identities) {
      const { namespace, role } = identity;
      const wanted = cloud.buckets
        .filter(({ use }) => use === 'datasets')
        .flatMap(({ name, prefixes }): readonly Wanted[] => {
          const prefix = prefixes.get(namespace);
          const bucket = `arn:${partitionOfRole(role)}:s3:::${name}`;
          if (prefix === undefined) return [];
          return [
            { meaning: 'list its data', action: 's3:ListBucket', resource: bucket, context: [['s3:prefix', prefix]] },
            { meaning: 'read its data', action: 's3:GetObject', resource: `${bucket}/${prefix}shard-0.tar` },
          ];
        });
      if (wanted.length > 0)
        yield { subject: identitySubject(identity), problems: allowedProblems({ platform }, identity, wanted) };
    }
  },
};
