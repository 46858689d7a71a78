import { JOB, type Judged, type Kind } from './judged';

/** Kinds that wait in a queue of Kueue, and start when `spec.suspend` is taken away. */
const WORKLOADS: readonly Kind[] = [
  JOB,
  { group: 'jobset.x-k8s.io', version: '*', resource: 'jobsets', kind: 'JobSet' },
  { group: 'trainer.kubeflow.org', version: '*', resource: 'trainjobs', kind: 'TrainJob' },
  { group: 'ray.io', version: '*', resource: 'rayjobs', kind: 'RayJob' },
];

export const QUEUED: readonly Judged[] = [{ kinds: WORKLOADS, operations: ['CREATE', 'UPDATE'] }];
