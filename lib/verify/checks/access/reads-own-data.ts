import type { Check } from '../check';
import { requestsOfProjects } from './parts/allowed';

export const readsOwnData: Check = {
  id: 'access/reads-own-data',
  title: "A project's role lists and reads its own training data",
  why: 'A policy that denies everything isolates too. A condition on s3:prefix in the statement of GetObject denies every read.',
  stops: [],
  control: 'role, bucket and endpoint, which all have to let the request through',
  fix: 'allow s3:ListBucket on the bucket with s3:prefix, and s3:GetObject on bucket/prefix/* in another statement',
  positive: true,
  judge: (evidence) =>
    requestsOfProjects(evidence, 'datasets', ({ bucket, prefix }) => [
      { meaning: 'list its data', action: 's3:ListBucket', resource: bucket, context: [['s3:prefix', prefix]] },
      { meaning: 'read its data', action: 's3:GetObject', resource: `${bucket}/${prefix}shard-0.tar` },
    ]),
};
