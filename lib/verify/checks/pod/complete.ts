import { itemsIn } from '../../input/field';
import { isKind } from '../../input/kubernetes-object';
import type { Check } from '../check';
import { fails, notKnown, type Problem } from '../../problem';
import { autoscalerOf, rayClusterIn } from '../../workload/ray';
import { refusedFields } from './parts/refused-fields';
import { trainingPods, type TrainingPod } from '../training-pods';

export const complete: Check = {
  id: 'pod/complete',
  title: 'The API server accepts the workloads of projects',
  why: 'What the API server refuses never runs, and a job that does not run is perfectly isolated.',
  stops: [],
  control: 'containers with names and images, volumes with a source, a restart policy for Jobs',
  fix: 'complete the pod template',
  positive: true,
  *judge(evidence) {
    yield* trainingPods(evidence, (pod): Problem[] => {
      const { workload, spec } = pod;
      const problems: Problem[] = [...refusedFields(pod), ...sidecarProblems(pod)];
      const containers = itemsIn(spec, 'containers');
      if (containers.length === 0) problems.push(fails('has no containers', { at: spec }));
      for (const container of containers) {
        if (container.get('name') === undefined) problems.push(fails('a container has no name', { at: container }));
        if (container.get('image') === undefined) problems.push(fails('a container has no image', { at: container }));
      }
      const restart = spec.get('restartPolicy');
      const isJob = isKind(workload.object, 'batch', 'Job') || isKind(workload.object, 'batch', 'CronJob');
      if (isJob && restart?.value !== 'Never' && restart?.value !== 'OnFailure')
        problems.push(fails('restartPolicy of a Job must be Never or OnFailure', { at: restart ?? spec }));
      const volumes = itemsIn(spec, 'volumes');
      for (const volume of volumes) {
        if (volume.entries().length < 2)
          problems.push(fails('a volume says not what it is, and is an empty directory', { at: volume }));
      }
      // The controller adds a volume for each claim that it makes for a pod.
      const made = itemsIn(workload.object.field, 'spec', 'volumeClaimTemplates').map((claim) => claim.get('metadata'));
      const names = new Set([...volumes, ...made].map((volume) => volume?.get('name')?.value));
      for (const container of [...containers, ...itemsIn(spec, 'initContainers')]) {
        for (const mount of itemsIn(container, 'volumeMounts')) {
          if (!names.has(mount.get('name')?.value))
            problems.push(fails(`mounts ${String(mount.get('name')?.value)}, which is no volume of it`, { at: mount }));
        }
      }
      return problems;
    });
  },
};

/**
 * What an operator puts beside the containers of a template
 * (https://docs.ray.io/en/latest/cluster/kubernetes/user-guides/configuring-autoscaling.html).
 */
function* sidecarProblems({ workload: { object }, spec }: TrainingPod): Generator<Problem> {
  const at = spec.path.includes('headGroupSpec') ? autoscalerOf(rayClusterIn(object)) : undefined;
  if (at !== undefined)
    yield notKnown(
      'gets an autoscaler from its operator, whose container, account and rights over pods are not in the files',
      { at, fix: 'leave enableInTreeAutoscaling out, and give the number of workers' },
    );
}
