import type { k8s } from '../../../lib/kubernetes';
import { LOST_PEER_EXIT_CODE } from '../../../lib/model';
import type { Kubectl, KubeObject } from '../../rig/kubectl';
import { exampleJob, renamed } from '../example';
import { expectEqual, type Question } from '../question';
import { JobRun } from './job-run';

type TrainingJob = KubeObject & { readonly spec: k8s.JobSpec };

/**
 * Two ranks on two nodes; one is evicted, the other then ends with the exit code that its guard gives to the loss of a peer.
 * The Jobs have no retry to spend, so that one counted failure ends them.
 */
export function evictionQuestions(kubectl: Kubectl): Question[] {
  return [
    {
      title: 'a job of two nodes runs to completion',
      ask: async () => {
        const run = await JobRun.start(kubectl, exampleJob('alpha'));
        for (const pod of await run.running(2)) await run.exit(pod, 0);
        expectEqual('end', await run.end(), 'Complete');
        await run.remove();
      },
    },
    {
      title: 'a rank is evicted and its peer lost with it: the job replaces both, counts no failure and completes',
      ask: async () => {
        const run = await JobRun.start(kubectl, withoutRetries('evicted'));
        const start = performance.now();
        const pods = await loseRank(run);
        const seconds = (performance.now() - start) / 1000;
        expectEqual('counted failures', await run.countedFailures(), 0);
        for (const pod of pods) await run.exit(pod, 0);
        const end = await run.end();
        expectEqual('end', end, 'Complete');
        await run.remove();
        return `backoffLimit 0, both replaced after ${seconds.toFixed(0)} s, counted failures 0, ${end}`;
      },
    },
    {
      title: 'the same run without the podFailurePolicy ends Failed',
      ask: () => endsFailed(kubectl, 'without-policy', (spec) => delete spec.podFailurePolicy),
    },
    {
      title: 'the same run with a policy that ignores the evicted pod alone ends Failed too: by the peer that it lost',
      ask: () =>
        endsFailed(kubectl, 'without-guard', ({ podFailurePolicy }) => {
          if (podFailurePolicy) podFailurePolicy.rules = podFailurePolicy.rules.filter((rule) => !rule.onExitCodes);
        }),
    },
    {
      title: "a rank's own failure is counted: it ends a job without retries",
      ask: async () => {
        const run = await JobRun.start(kubectl, withoutRetries('own-failure'));
        const [rank = ''] = await run.running(2);
        await run.exit(rank, 1);
        const end = await run.end();
        expectEqual('end', end, 'Failed: BackoffLimitExceeded');
        await run.remove();
        return end;
      },
    },
  ];
}

/** Evicts rank 1 and ends rank 0 as its guard would. Returns their replacements. */
async function loseRank(run: JobRun): Promise<readonly string[]> {
  const pods = await run.running(2);
  const [survivor = '', evicted = ''] = pods;
  await run.evict(evicted);
  await run.exit(survivor, LOST_PEER_EXIT_CODE);
  return run.running(2, pods);
}

async function endsFailed(kubectl: Kubectl, name: string, edit: (spec: k8s.JobSpec) => void): Promise<string> {
  const job = withoutRetries(name);
  edit(job.spec);
  const run = await JobRun.start(kubectl, job);
  const [survivor = '', evicted = ''] = await run.running(2);
  await run.evict(evicted);
  await run.exit(survivor, LOST_PEER_EXIT_CODE);
  const end = await run.end();
  expectEqual('end', end, 'Failed: BackoffLimitExceeded');
  await run.remove();
  return end;
}

/** The example's job with no failure of its own to spend. */
function withoutRetries(name: string): TrainingJob {
  const job = renamed(exampleJob('alpha'), name);
  return { ...job, spec: { ...job.spec, backoffLimit: 0 } };
}
