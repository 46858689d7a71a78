/** Label by which Kueue knows the queue of a job (https://kueue.sigs.k8s.io/docs/reference/labels-and-annotations/). */
export const QUEUE_LABEL = 'kueue.x-k8s.io/queue-name';
