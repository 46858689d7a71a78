import { changesBucket } from '../../access/proof/s3-targets';
import type { Check } from '../check';
import { rightsOnBuckets } from './parts/rights-on-buckets';

export const readOnlyData: Check = {
  id: 'access/read-only-data',
  title: "A project's role changes no training data",
  why: 'Data that a script can change poisons every later job, and nobody looks at it again.',
  stops: ['A1', 'T18'],
  control: 'statements of the role: reads of the datasets bucket only',
  fix: 'take PutObject, DeleteObject and their kin out of the statement on the datasets bucket',
  judge: (evidence) => rightsOnBuckets(evidence, 'datasets', changesBucket),
};
