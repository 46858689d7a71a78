import { QUEUE_LABEL, QUEUED_KINDS } from '../../../model/project/queue';
import { isKind, labelsOf } from '../../input/kubernetes-object';
import { controllerReference } from '../../workload/workload';
import type { Check } from '../check';
import { fails, ruledWork, workloadSubject } from '../../problem';

export const queue: Check = {
  id: 'pod/queue',
  title: 'Where the description has a queue, jobs wait in it',
  why: 'A job without the label of the queue starts at once and takes the devices that others wait for.',
  stops: ['A2'],
  control: `the label ${QUEUE_LABEL} of jobs`,
  fix: `set the label ${QUEUE_LABEL} of the job; TrainingJob does`,
  *judge({ platform, scope }) {
    const name = platform?.policies.queue;
    if (name === undefined) return;
    for (const workload of scope.namespaces.flatMap(({ workloads }) => workloads)) {
      const { object } = workload;
      if (!QUEUED_KINDS.some(({ group, kind }) => isKind(object, group, kind))) continue;
      // What a controller made of a job waits with that job.
      if (controllerReference(object) !== undefined) continue;
      const metadata = object.field.get('metadata');
      const given = labelsOf(metadata).get(QUEUE_LABEL);
      const ruled = ruledWork('queue-label', workload);
      const text = given === undefined ? 'waits in no queue' : `waits in queue ${given} instead of ${name}`;
      const at = metadata?.get('labels')?.get(QUEUE_LABEL) ?? metadata;
      yield { subject: workloadSubject(workload), problems: given === name ? [] : [fails(text, { at, ruled })] };
    }
  },
};
