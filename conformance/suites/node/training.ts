import type { k8s } from '../../../lib/kubernetes';
import { LOST_PEER_EXIT_CODE } from '../../../lib/model';
import { EngineFault } from '../../engine-fault';
import type { KubeObject } from '../../rig/kubectl';
import { until } from '../../rig/until';
import { JobRun } from '../lifecycle/job-run';
import { renamed } from '../example';
import { expectEqual, type Question } from '../question';
import { trainingJob } from './platform';
import { listeningJobs, type Setting } from './setting';

/** What the training program does, so that its result can be computed here (`conformance/node/training/train.py`). */
const training = { steps: 40, learningRate: 0.1, scale: 2.5, ranks: 2 } as const;

/** What an uninterrupted run ends with. */
function expectedWeight(): number {
  const { steps, learningRate, scale, ranks } = training;
  let weight = 0;
  for (let step = 0; step < steps; step++) {
    let gradient = 0;
    for (let rank = 0; rank < ranks; rank++) gradient += weight - (scale * (rank + 1) + step / 100);
    weight -= (learningRate * gradient) / ranks;
  }
  return weight;
}

/** The job that trains, with nothing given but image, nodes and command: to its end, through the eviction of a rank. */
export function trainingQuestions(setting: Setting): Question[] {
  const { cluster, platform, objects } = setting;
  const { kubectl } = cluster;
  const namespace = platform.projects[0]?.namespace ?? '';
  const job = objects.find(({ kind, metadata }) => kind === 'Job' && metadata.name === trainingJob);
  if (job === undefined) throw new Error('the library writes no training job');
  const logs = new RankLogs(setting, namespace, trainingJob);
  let run: JobRun;
  let first: readonly string[];
  return [
    {
      title: 'two ranks on two nodes find each other, reduce gradients together and write a checkpoint',
      ask: async () => {
        run = await JobRun.start(kubectl, job);
        first = await run.running(2);
        await logs.until(
          'both ranks have passed step 9',
          (text) => (text.match(/^rank \d step 9$/gm) ?? []).length === 2,
        );
        return logs.lines(/^rank \d (of|step)/);
      },
    },
    {
      title: 'rank 1 is evicted: both ranks are replaced, no failure is counted',
      ask: async () => {
        const [survivor = '', evicted = ''] = first;
        await run.evict(evicted);
        await run.running(2, first);
        expectEqual('counted failures', await run.countedFailures(), 0);
        const words = await logs.until('the guard of the surviving rank has said why it ends', (text) =>
          text.includes(`exits ${LOST_PEER_EXIT_CODE}`),
        );
        return `${survivor}: ${/^training-rank-guard: .*exits .*$/m.exec(words)?.[0] ?? ''}`;
      },
    },
    {
      title: 'the job resumes from the checkpoint, ends Complete, and with the weight of a run that nobody interrupted',
      ask: async () => {
        const text = await logs.until(
          'both ranks have finished',
          (all) => (all.match(/finished: weight/g) ?? []).length === 2,
        );
        const resumed = [...text.matchAll(/^rank (\d) starts at step ([1-9]\d*)$/gm)];
        expectEqual('ranks that started from a checkpoint', resumed.length, 2);
        for (const [, weight = ''] of text.matchAll(/finished: weight (\S+)/g)) {
          if (Math.abs(Number(weight) - expectedWeight()) > 1e-9) {
            throw new EngineFault(`weight ${weight}, an uninterrupted run has ${expectedWeight()}`);
          }
        }
        expectEqual('end of the Job', await run.end(), 'Complete');
        expectEqual('counted failures', await run.countedFailures(), 0);
        return `${resumed.map(([line]) => line).join(', ')}; weight ${expectedWeight().toFixed(12)}; Complete`;
      },
    },
    {
      title: 'each start of a rank left a line of the audit log, with project, run and key',
      ask: async () => {
        const events = logs.text
          .split('\n')
          .filter((line) => line.startsWith('{'))
          .map((line) => JSON.parse(line) as Record<string, unknown>);
        const own = events.filter(({ project, run: name, key, outcome }) =>
          [project === 'alpha', name === trainingJob, key === `${namespace}/scale.txt`, outcome === 'ok'].every(
            Boolean,
          ),
        );
        expectEqual('audit lines of two ranks that started twice', own.length, 4);
        await run.remove();
        return JSON.stringify(own[0]);
      },
    },
    withIngressDeny(setting, namespace, job),
  ];
}

/** Ends the jobs whose ranks only listen. */
export function freeNodes({ cluster: { kubectl }, platform }: Setting): Question {
  return {
    title: 'the listening jobs are deleted: the nodes of training are free',
    ask: async () => {
      for (const { project, name } of listeningJobs) {
        const namespace = platform.projects.find((one) => one.name === project)?.namespace ?? '';
        const how = ['--cascade=foreground', '--timeout=60s'];
        await kubectl.must(['delete', 'job', name, `--namespace=${namespace}`, ...how]);
      }
    },
  };
}

/** The policy that the guide prints, "training jobs are clients, not servers", in the place of the peers. */
function withIngressDeny({ cluster: { kubectl } }: Setting, namespace: string, job: KubeObject): Question {
  const name = 'without-peers';
  const deny = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'training-ingress-deny', namespace },
    spec: { podSelector: {}, policyTypes: ['Ingress'], ingress: [] },
  };
  return {
    title:
      "with the guide's ingress deny instead of the peers' policy the same job never gets to a step: its ranks do not meet",
    ask: async () => {
      const denied = renamed(job, name);
      const { template } = denied.spec;
      const spec = { ...(template.spec as k8s.PodSpec), subdomain: trainingJob };
      await kubectl.mustApply([deny]);
      const run = await JobRun.start(kubectl, {
        ...denied,
        spec: { ...denied.spec, activeDeadlineSeconds: 30, template: { ...template, spec } },
      } as KubeObject);
      await run.running(2);
      const end = await run.end();
      await kubectl.must(['delete', 'networkpolicy', deny.metadata.name, `--namespace=${namespace}`]);
      await run.remove();
      expectEqual('end of the Job', end, 'Failed: DeadlineExceeded');
      return `${end} after 30 s, more than the job above needed for its first steps`;
    },
  };
}

/** What all ranks of a job have said so far, those that are gone included: the kubelets' files of their logs. */
class RankLogs {
  text = '';
  private readonly byPod = new Map<string, string>();

  constructor(
    private readonly setting: Setting,
    private readonly namespace: string,
    private readonly job: string,
  ) {}

  /** Reads on until the text is as wanted, and returns it. */
  async until(what: string, holds: (text: string) => boolean): Promise<string> {
    await until({
      what,
      deadlineSeconds: 120,
      missing: async () => {
        await this.read();
        return holds(this.text) ? undefined : `they said:\n${this.text.split('\n').slice(-20).join('\n')}`;
      },
    });
    return this.text;
  }

  lines(which: RegExp): string {
    return this.text
      .split('\n')
      .filter((line) => which.test(line))
      .join(', ');
  }

  private async read(): Promise<void> {
    const { kubectl } = this.setting.cluster;
    const pods = await kubectl.list('pods', this.namespace);
    for (const { metadata } of pods.filter(({ metadata: { labels } }) => labels?.['job-name'] === this.job)) {
      const { code, stdout } = await kubectl.answer(['logs', metadata.name, `--namespace=${this.namespace}`]);
      if (code === 0) this.byPod.set(metadata.name, stdout);
    }
    this.text = [...this.byPod.values()].join('\n');
  }
}
