import type { EnvVar } from '../api';
import { JOB_NAME_LABEL } from '../network/peers';
import type { JobContext } from './job-context';

/**
 * What `training_audit` writes into each line. The run is the Job, not the pod: a pod's name differs for each rank and
 * retry. Log lines of the job are advisory, since its code can leave them out; the evidence is the access log of the
 * bucket, which carries namespace, account and pod in the session tags.
 */
export function auditEnvironment({ project, props }: JobContext): EnvVar[] {
  return [
    { name: 'TRAINING_AUDIT_LOG', value: String(props.auditLog ?? true) },
    { name: 'TRAINING_PROJECT_ID', value: project.name },
    { name: 'TRAINING_DATA_PREFIX', value: project.prefix },
    field('TRAINING_RUN_ID', `metadata.labels['${JOB_NAME_LABEL}']`),
    field('TRAINING_RUN_UID', "metadata.labels['batch.kubernetes.io/controller-uid']"),
    field('TRAINING_POD', 'metadata.name'),
  ];
}

const field = (name: string, fieldPath: string): EnvVar => ({ name, valueFrom: { fieldRef: { fieldPath } } });
