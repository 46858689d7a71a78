import type { Check } from '../check';
import { allowedProblems, type Wanted } from './parts/allowed';
import { identitySubject } from './parts/proven';
import { partitionOfRole } from '../../access/facts/role';

const OBJECT = ['PutObject', 'GetObject', 'AbortMultipartUpload', 'ListMultipartUploadParts'] as const;

const CREATION = [
  ['s3:if-none-match', '*'],
  ['s3:ObjectCreationOperation', 'true'],
] as const;

export const resumes: Check = {
  id: 'access/resumes',
  title: "A project's role writes checkpoints, finds the latest, and resumes from it",
  why: 'A job that only writes begins anew after every interruption: the checkpoint is read by whoever resumes.',
  stops: [],
  control: 'role, bucket and endpoint, which all have to let the request through',
  fix: `allow s3:ListBucket with s3:prefix, and ${OBJECT.map((name) => `s3:${name}`).join(', ')} on bucket/prefix/*`,
  positive: true,
  *judge({ cloud, platform }) {
    for (const identity of cloud.identities) {
      const { namespace, role } = identity;
      const wanted = cloud.buckets
        .filter(({ use }) => use === 'checkpoints')
        .flatMap(({ name, prefixes }): readonly Wanted[] => {
          const prefix = prefixes.get(namespace);
          const bucket = `arn:${partitionOfRole(role)}:s3:::${name}`;
          if (prefix === undefined) return [];
          return [
            {
              meaning: 'list its checkpoints',
              action: 's3:ListBucket',
              resource: bucket,
              context: [['s3:prefix', prefix]],
            },
            ...OBJECT.map((action) => ({
              meaning: 'write and resume checkpoints',
              action: `s3:${action}`,
              resource: `${bucket}/${prefix}step-1000/rank-0`,
              // A write that replaces nothing says so.
              ...(action === 'PutObject' ? { context: CREATION } : {}),
            })),
            {
              // Parts of an upload carry no condition, and create nothing before its completion.
              meaning: 'write checkpoints in parts',
              action: 's3:PutObject',
              resource: `${bucket}/${prefix}step-1000/rank-0`,
              context: [['s3:ObjectCreationOperation', 'false']],
            },
          ];
        });
      if (wanted.length > 0)
        yield { subject: identitySubject(identity), problems: allowedProblems({ platform }, identity, wanted) };
    }
  },
};
