import type { Check } from '../check';
import { requestsOfProjects } from './parts/allowed';

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
  judge: (evidence) =>
    requestsOfProjects(evidence, 'checkpoints', ({ bucket, prefix }) => [
      { meaning: 'list its checkpoints', action: 's3:ListBucket', resource: bucket, context: [['s3:prefix', prefix]] },
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
    ]),
};
