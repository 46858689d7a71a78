import type { Kubectl } from '../../rig/kubectl';
import { until } from '../../rig/until';
import { applyExample, exampleJob, platform, projectNamed } from '../example';
import type { Question } from '../question';
import { JobRun } from './job-run';

/** A project goes while a job runs, and comes back. */
export function deletionQuestions(kubectl: Kubectl): Question[] {
  const { name, namespace } = projectNamed('alpha');
  const volumes = `--selector=${platform.keys.project}=${name}`;
  return [
    {
      title: 'the namespace of a project with a running job is deleted, and is gone',
      ask: async () => {
        await (await JobRun.start(kubectl, exampleJob('alpha'))).running(2);
        const start = performance.now();
        await kubectl.must(['delete', 'namespace', namespace, '--timeout=60s']);
        return `gone after ${((performance.now() - start) / 1000).toFixed(1)} s`;
      },
    },
    {
      title: 'its volumes are kept, bound to nobody: data outlive a deletion by mistake',
      ask: async () => {
        await until({
          what: 'the volumes are released',
          deadlineSeconds: 30,
          missing: async () => {
            const found = await kubectl.must([
              'get',
              'persistentvolumes',
              volumes,
              '-o=jsonpath={.items[*].status.phase}',
            ]);
            return found === 'Released Released' ? undefined : `phases: ${found}`;
          },
        });
      },
    },
    {
      title: 'once the volume objects are deleted too, the project is applied anew and its job runs again',
      ask: async () => {
        await kubectl.must(['delete', 'persistentvolumes', volumes, '--timeout=30s']);
        await applyExample(kubectl, { jobs: false });
        const run = await JobRun.start(kubectl, exampleJob('alpha'));
        await run.running(2);
        await run.remove();
      },
    },
  ];
}
