import { EngineFault } from '../../engine-fault';
import { JobRun } from '../lifecycle/job-run';
import { expectEqual, type Question } from '../question';
import { probeJob } from './platform';
import type { Setting } from './setting';

interface ProbeAnswer {
  readonly question: string;
  readonly expected: string;
  readonly found: string;
  readonly holds: boolean;
}

/** The library's own probe and its control, on the real nodes: what a user runs on a cluster of his own. */
export function probeQuestions(setting: Setting): Question[] {
  return [
    {
      title: "the library's probe finds everything as the description says, from inside, and prints its table",
      row: 'production-service',
      ask: async () => {
        const { namespace = '' } = setting.platform.projects[0] ?? {};
        const { end, answers, log } = await run(setting, probeJob, namespace);
        const wrong = answers.filter(({ holds }) => !holds);
        if (wrong.length > 0) throw new EngineFault(log);
        expectEqual('end of the Job', end, 'Complete');
        return `\n${log.split('\n\n')[0] ?? ''}`;
      },
    },
    {
      title: 'its control reaches everything that the probe was kept from',
      ask: async () => {
        const { end, answers, log } = await run(setting, `${probeJob}--control`, 'default');
        if (end !== 'Complete' || answers.some(({ holds }) => !holds)) throw new EngineFault(`${end}\n${log}`);
        return answers.map(({ question, found }) => `${question}: ${found}`).join(', ');
      },
    },
    {
      title: 'with the policy of a service removed the probe finds it, and its Job ends Failed',
      ask: async () => {
        const { cluster, platform } = setting;
        const { namespace = '' } = platform.projects[0] ?? {};
        const { kubectl } = cluster;
        const policy = await kubectl.get('networkpolicies', 'use-tracking', namespace);
        await kubectl.must(['delete', 'networkpolicy', 'use-tracking', `--namespace=${namespace}`]);
        const { end, answers } = await run(setting, probeJob, namespace);
        const { name, labels } = policy.metadata;
        await kubectl.mustApply([{ ...policy, metadata: { name, namespace, labels } }]);
        const wrong = answers.filter(({ holds }) => !holds).map(({ question, found }) => `${question}: ${found}`);
        expectEqual('answers that are not as expected', wrong.length, 1);
        expectEqual('end of the Job', end, 'Failed: BackoffLimitExceeded');
        return `${wrong.join()}; ${end}`;
      },
    },
  ];
}

async function run(
  { cluster: { kubectl }, objects }: Setting,
  name: string,
  namespace: string,
): Promise<{ readonly end: string; readonly answers: readonly ProbeAnswer[]; readonly log: string }> {
  const job = objects.find(
    ({ kind, metadata }) => kind === 'Job' && metadata.name === name && metadata.namespace === namespace,
  );
  if (job === undefined) throw new Error(`the library writes no Job ${name} in ${namespace}`);
  const started = await JobRun.start(kubectl, job);
  const end = await started.end();
  const log = await kubectl.must(['logs', `job/${name}`, `--namespace=${namespace}`]);
  await started.remove();
  return { end, log, answers: JSON.parse(log.trim().split('\n').at(-1) ?? '[]') as ProbeAnswer[] };
}
