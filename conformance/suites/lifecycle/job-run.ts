import type { k8s } from '../../../lib/kubernetes';
import { EngineFault } from '../../engine-fault';
import type { Kubectl, KubeObject } from '../../rig/kubectl';
import { exitWith } from '../../rig/simulator';
import { until } from '../../rig/until';

interface RankPod extends KubeObject {
  readonly status?: { readonly phase?: string };
}

/** One Job on simulated nodes, whose ranks end when they are told. */
export class JobRun {
  private constructor(
    private readonly kubectl: Kubectl,
    private readonly namespace: string,
    private readonly job: string,
  ) {}

  static async start(kubectl: Kubectl, job: KubeObject): Promise<JobRun> {
    await kubectl.mustApply([job]);
    return new JobRun(kubectl, job.metadata.namespace ?? '', job.metadata.name);
  }

  /** Waits until this many pods run, none of them one of `gone`; their names in the order of the ranks. */
  async running(count: number, gone: readonly string[] = []): Promise<readonly string[]> {
    let names: readonly string[] = [];
    await until({
      what: `${count} ranks of ${this.job} run`,
      deadlineSeconds: 60,
      missing: async () => {
        const pods = await this.pods();
        names = pods
          .filter(({ status, metadata }) => status?.phase === 'Running' && metadata['deletionTimestamp'] === undefined)
          .map(({ metadata }) => metadata.name)
          .filter((name) => !gone.includes(name))
          .sort();
        const end = (await this.conditions()).find(({ type }) => type === 'Failed');
        if (end) throw new EngineFault(`the Job ended Failed, ${end.reason}: ${end.message}`);
        return names.length === count ? undefined : `${names.length} run of ${pods.length} pods`;
      },
    });
    return names;
  }

  /** Evicts a pod as a node drain does. */
  async evict(pod: string): Promise<void> {
    const path = `/api/v1/namespaces/${this.namespace}/pods/${pod}/eviction`;
    const metadata = { name: pod, namespace: this.namespace };
    const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata };
    await this.kubectl.must(['create', `--raw=${path}`, '--filename=-'], JSON.stringify(eviction));
  }

  exit(pod: string, code: number): Promise<void> {
    return exitWith(this.kubectl, code, pod, this.namespace);
  }

  /** Waits until the Job has ended and says how: `Complete`, or `Failed: BackoffLimitExceeded`. */
  async end(): Promise<string> {
    let end = '';
    await until({
      what: `job ${this.job} ends`,
      deadlineSeconds: 60,
      missing: async () => {
        const conditions = await this.conditions();
        const last = conditions.find(({ type }) => type === 'Complete' || type === 'Failed');
        end = last?.type === 'Failed' ? `Failed: ${last.reason}` : (last?.type ?? '');
        return last ? undefined : `conditions: ${conditions.map(({ type }) => type).join(', ') || 'none'}`;
      },
    });
    return end;
  }

  /** Failures that have been counted against backoffLimit. */
  async countedFailures(): Promise<number> {
    return (await this.status()).failed ?? 0;
  }

  async remove(): Promise<void> {
    await this.kubectl.must(['delete', 'job', this.job, `--namespace=${this.namespace}`, '--cascade=foreground']);
  }

  private async conditions(): Promise<readonly k8s.JobCondition[]> {
    return ((await this.status()).conditions ?? []).filter(({ status }) => status === 'True');
  }

  private async status(): Promise<k8s.JobStatus> {
    const job = (await this.kubectl.get('jobs', this.job, this.namespace)) as KubeObject & { status?: k8s.JobStatus };
    return job.status ?? {};
  }

  private async pods(): Promise<readonly RankPod[]> {
    const selector = `--selector=batch.kubernetes.io/job-name=${this.job}`;
    const list = await this.kubectl.must(['get', 'pods', `--namespace=${this.namespace}`, selector, '-o=json']);
    return (JSON.parse(list) as { items: RankPod[] }).items;
  }
}
