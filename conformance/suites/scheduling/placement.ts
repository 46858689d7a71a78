import { EngineFault } from '../../engine-fault';
import type { Kubectl } from '../../rig/kubectl';
import { addNodes } from '../../rig/nodes';
import { until } from '../../rig/until';
import { exampleJob, projectNamed, renamed, trainingNodes } from '../example';
import { expectEqual, type Question } from '../question';
import { nodesUnder, runningPods, waitingPods } from './pods';
import { ask, trainingPod } from './training-pod';

/** Where the jobs of two projects land, and why one waits. In this order: each leaves the cluster as the next needs it. */
export function placementQuestions(kubectl: Kubectl): Question[] {
  const [alpha, beta] = [projectNamed('alpha').namespace, projectNamed('beta').namespace];
  const ranks = { namespace: alpha, labels: `batch.kubernetes.io/job-name=${exampleJob('alpha').metadata.name}` };
  const finetune = { namespace: beta, labels: `batch.kubernetes.io/job-name=${exampleJob('beta').metadata.name}` };
  const alphaNodes = trainingNodes('alpha').map(({ name }) => name);
  return [
    {
      title: "alpha's two ranks run on alpha's nodes, a whole node each",
      row: 'production-node',
      ask: async () => {
        const nodes = nodesUnder(await runningPods(kubectl, ranks, 2));
        const foreign = nodes.filter((name) => !alphaNodes.includes(name));
        if (foreign.length > 0) throw new EngineFault(`on other nodes: ${foreign.join(', ')}`);
        expectEqual('nodes that the ranks share', new Set(nodes).size, nodes.length);
        return `on ${nodes.join(' and ')}`;
      },
    },
    {
      title: "beta's job has no node yet: it waits beside alpha's free nodes, and says why",
      row: 'production-node',
      ask: () => waitingPods(kubectl, finetune),
    },
    {
      title: "beta's node appears, as an autoscaler makes it from the description: the job runs there",
      ask: async () => {
        const nodes = trainingNodes('beta');
        await addNodes(kubectl, nodes);
        const found = nodesUnder(await runningPods(kubectl, finetune, 1));
        expectEqual('nodes of beta', found.join(), nodes.map(({ name }) => name).join());
        return `on ${found.join()}`;
      },
    },
    {
      title: "beta's quota holds back a second job: its 8 GPUs are taken",
      ask: async () => {
        await kubectl.mustApply([renamed(exampleJob('beta'), 'second')]);
        const words = await eventOf(kubectl, beta, 'FailedCreate', /exceeded quota/);
        await kubectl.must(['delete', 'job', 'second', `--namespace=${beta}`]);
        return words;
      },
    },
    {
      title: 'a rank takes its node whole: another 8-GPU pod of alpha waits while the free nodes are cordoned',
      ask: async () => {
        const taken = nodesUnder(await runningPods(kubectl, ranks, 2));
        const free = alphaNodes.filter((name) => !taken.includes(name));
        await kubectl.must(['cordon', ...free]);
        const words = await waits(kubectl, trainingPod('alpha', 'eight-gpus'));
        await kubectl.must(['uncordon', ...free]);
        if (/Insufficient nvidia\.com\/gpu/.test(words)) return words;
        throw new EngineFault(`waits for another reason: ${words}`);
      },
    },
    {
      title: "beta's job is deleted: its node is free for the attempts that follow",
      ask: async () => {
        await kubectl.must(['delete', 'job', exampleJob('beta').metadata.name, `--namespace=${beta}`]);
        await runningPods(kubectl, finetune, 0);
      },
    },
    ...strayingPods.map(({ title, edit }) => ({
      title,
      ask: async () => {
        await kubectl.must(['cordon', ...alphaNodes]);
        const words = await waits(kubectl, trainingPod('alpha', 'straying', edit));
        await kubectl.must(['uncordon', ...alphaNodes]);
        return words;
      },
    })),
  ];
}

/** What alpha could write into its own job to get onto beta's free node. */
const strayingPods: readonly { readonly title: string; readonly edit: Parameters<typeof trainingPod>[2] }[] = [
  { title: "alpha's pod does not run on beta's free node while its own are cordoned", edit: () => undefined },
  {
    title: "nor does it when it selects any training node: beta's taint keeps it off",
    edit: (spec) => (spec.nodeSelector = { 'workload-type': 'ai-training' }),
  },
  {
    title: "nor when it selects beta's node by name and label",
    edit: (spec) => {
      const [{ name = '', labels = {} } = {}] = trainingNodes('beta');
      spec.nodeSelector = { ...labels, 'kubernetes.io/hostname': name };
    },
  },
  {
    title: 'nor when it asks for no GPU at all',
    edit: (spec) => {
      spec.nodeSelector = { 'workload-type': 'ai-training' };
      ask('nvidia.com/gpu', '0')(spec);
    },
  },
];

/** Creates a pod, waits until the scheduler has given up on it, and removes it. */
export async function waits(kubectl: Kubectl, pod: ReturnType<typeof trainingPod>): Promise<string> {
  const { name, namespace = '' } = pod.metadata;
  await kubectl.mustApply([pod]);
  try {
    return await waitingPods(kubectl, { namespace, labels: `pod=${name}` });
  } finally {
    await kubectl.must(['delete', 'pod', name, `--namespace=${namespace}`, '--wait=true']);
  }
}

/** Waits for an event of a namespace and returns its words. */
export async function eventOf(kubectl: Kubectl, namespace: string, reason: string, words: RegExp): Promise<string> {
  let found = '';
  await until({
    what: `an event ${reason} in ${namespace}`,
    deadlineSeconds: 60,
    missing: async () => {
      const events = await kubectl.list('events', namespace);
      const messages = events.filter((event) => event['reason'] === reason).map((event) => String(event['message']));
      found = messages.find((message) => words.test(message)) ?? '';
      return found === '' ? `events: ${messages.join('; ') || 'none'}` : undefined;
    },
  });
  return found;
}
