import { annotationFaults, labelFaults } from '../metadata-keys';
import type { JobContext } from '../job-context';
import { CONTAINER_NAME } from '../failure-policy';
import { addedContainerFaults, LIFE, ports, variables, volumeMounts } from './added-container';
import { addedVolumeFaults } from './added-volume';
import { additions, anything, named, type Freedom } from './freedom';

/**
 * Everything of a Job that its author may write over, field by field; what is missing here stays as the library wrote
 * it. Scheduling may become narrower, never wider: selector and tolerations are not in the list.
 */
export function jobFreedom({ platform, project, props }: JobContext): Freedom {
  const metadata: Freedom = {
    labels: additions((key, value, path) => labelFaults(platform, key, value, path.join('.'))),
    annotations: additions((key, value, path) => annotationFaults(platform, key, value, path.join('.'))),
  };
  const containers = (known: Readonly<Record<string, Freedom>>): Freedom =>
    named('name', known, (container, path) => addedContainerFaults(container, path, props.unsafe));
  return {
    metadata,
    spec: {
      activeDeadlineSeconds: anything,
      backoffLimit: anything,
      podFailurePolicy: anything,
      successPolicy: anything,
      ttlSecondsAfterFinished: anything,
      // A queue starts the job that it admits.
      ...(platform.policies.queue === undefined ? { suspend: anything } : {}),
      template: {
        metadata,
        spec: {
          activeDeadlineSeconds: anything,
          affinity: anything,
          dnsConfig: { options: anything },
          readinessGates: anything,
          // Which of them there are is for the admission rules to say.
          runtimeClassName: anything,
          schedulerName: anything,
          schedulingGates: anything,
          terminationGracePeriodSeconds: anything,
          topologySpreadConstraints: anything,
          containers: containers({ [CONTAINER_NAME]: { ...LIFE, env: variables, volumeMounts, ports } }),
          initContainers: containers({}),
          volumes: named('name', {}, (volume, path) => addedVolumeFaults(project, volume, path)),
        },
      },
    },
  };
}
