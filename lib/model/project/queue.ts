/** Label by which Kueue knows the queue of a job (https://kueue.sigs.k8s.io/docs/reference/labels-and-annotations/). */
export const QUEUE_LABEL = 'kueue.x-k8s.io/queue-name';

/** Kinds of jobs that wait in a queue of Kueue, and start when `spec.suspend` is taken away (https://kueue.sigs.k8s.io/docs/tasks/run/). */
export const QUEUED_KINDS = [
  { group: 'batch', resource: 'jobs', kind: 'Job' },
  { group: 'jobset.x-k8s.io', resource: 'jobsets', kind: 'JobSet' },
  { group: 'trainer.kubeflow.org', resource: 'trainjobs', kind: 'TrainJob' },
  { group: 'ray.io', resource: 'rayjobs', kind: 'RayJob' },
] as const;
