import { EngineFault } from '../../engine-fault';
import type { KubeObject } from '../../rig/kubectl';
import { JobRun } from '../lifecycle/job-run';
import { expectEqual, type Question } from '../question';
import { firstSecondJob, tryFromTheStart } from './platform';
import type { Outcome } from './pod-networks';
import { gotThrough } from './reachability';
import { trainingNodesOf, type Setting } from './setting';

/** What one pod tried, in the order of its tries. */
interface Tries {
  readonly pod: string;
  /** When each try began, in milliseconds after the pod's first instruction, and whether production answered. */
  readonly tries: readonly { readonly at: number; readonly open: boolean }[];
}

/** A node whose container runtime knows no node resource interface. */
const older = 'older-runtime';

/**
 * What a new pod may do before the NetworkPolicy engine knows whose packets these are. Its policies are older than the
 * pod, and hold from the first packet on if the engine hears of the pod before the pod runs.
 */
export function firstSecondQuestions(setting: Setting): Question[] {
  return [
    {
      title: 'a pod that no policy covers reaches production in its first second',
      row: 'production-service',
      ask: async () => {
        const tries = await unguardedTries(setting);
        const answered = answeredIn(tries).length;
        // A busy machine answers some too late.
        if (answered * 2 < tries.tries.length) throw new EngineFault(told([tries]));
        return told([tries]);
      },
    },
    {
      title:
        'a new rank of alpha reaches production with no try, from its first instruction on: containerd 2 tells the policy engine of a pod before it starts it (NRI)',
      row: 'production-service',
      ask: async () => {
        const tries = [...(await ranksTry(setting)), ...(await ranksTry(setting))];
        expectEqual('tries that were answered', tries.flatMap(answeredIn).length, 0);
        return told(tries);
      },
    },
    {
      title:
        'the contrast: where the runtime cannot tell (containerd 1.6), a rank reaches production until the policy engine hears of the pod from the API server',
      row: 'production-service',
      ask: async () => {
        await onlyNodeOfAlpha(setting);
        const tries = await ranksTry(setting);
        const isShutAtLast = ({ tries: all }: Tries): boolean => all.slice(-5).every(({ open }) => !open);
        if (!tries.some((one) => answeredIn(one).length > 0 && isShutAtLast(one))) throw new EngineFault(told(tries));
        return told(tries);
      },
    },
  ];
}

/** Adds a node with the older runtime, as the description has alpha's nodes, and keeps pods off the others. */
async function onlyNodeOfAlpha({ cluster: { kubectl }, platform, addNode }: Setting): Promise<void> {
  const [alpha] = platform.projects;
  const others = alpha === undefined ? [] : trainingNodesOf(alpha);
  const [like] = others;
  if (like === undefined) throw new Error('the platform has nodes for its first project');
  await addNode({ ...like, name: older, runtime: 'containerd-1.6' });
  await kubectl.must(['cordon', ...others.map(({ name }) => name)]);
}

/** Runs the job whose ranks try, and returns what each found. */
async function ranksTry({ cluster: { kubectl }, objects }: Setting): Promise<readonly Tries[]> {
  const job = objects.find(({ kind, metadata }) => kind === 'Job' && metadata.name === firstSecondJob);
  if (job === undefined) throw new Error(`the library writes no Job ${firstSecondJob}`);
  const run = await JobRun.start(kubectl, job);
  expectEqual('end of the Job', await run.end(), 'Complete');
  const pods = (await kubectl.list('pods', job.metadata.namespace)).filter(
    ({ metadata: { labels } }) => labels?.['batch.kubernetes.io/job-name'] === firstSecondJob,
  );
  const tries = await Promise.all(pods.map((pod) => triesOf(kubectl, pod)));
  await run.remove();
  expectEqual('ranks that tried', tries.length, 3);
  return tries;
}

/** The same from a pod that nobody governs. */
async function unguardedTries({ cluster: { kubectl }, images }: Setting): Promise<Tries> {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: firstSecondJob, namespace: 'default' },
    spec: {
      restartPolicy: 'Never',
      containers: [{ name: 'main', image: images.references.shell, command: tryFromTheStart }],
    },
  };
  await kubectl.mustApply([pod]);
  await kubectl.must(['wait', 'pod', firstSecondJob, '--for=jsonpath={.status.phase}=Succeeded', '--timeout=60s']);
  const tries = await triesOf(kubectl, pod);
  await kubectl.must(['delete', 'pod', firstSecondJob]);
  return tries;
}

async function triesOf(
  kubectl: Setting['cluster']['kubectl'],
  { metadata: { name, namespace } }: Pick<KubeObject, 'metadata'>,
): Promise<Tries> {
  const log = await kubectl.must(['logs', name, `--namespace=${namespace}`]);
  const lines = [...log.matchAll(/^(\d+) (.+)$/gm)];
  if (lines.length === 0) throw new EngineFault(`${name} tried nothing: ${log}`);
  return {
    pod: name,
    tries: lines.map(([, at, outcome]) => ({
      at: Number(at),
      open: gotThrough(outcome as Outcome),
    })),
  };
}

/** Milliseconds of the tries that were answered. */
const answeredIn = ({ tries }: Tries): number[] => tries.filter(({ open }) => open).map(({ at }) => at);

/** One line a pod. */
function told(all: readonly Tries[]): string {
  return all
    .map((one) => {
      const { pod, tries } = one;
      const answered = answeredIn(one);
      const span = `${tries.length} tries, ${tries[0]?.at} to ${tries.at(-1)?.at} ms after its first instruction`;
      return `${pod}: ${span}: ${answered.length} answered${answered.length === 0 ? '' : `, the last at ${answered.at(-1)} ms`}`;
    })
    .join('\n');
}
