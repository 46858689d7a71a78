import type { Project } from '../../../lib/model';
import { EngineFault } from '../../engine-fault';
import { JobRun } from '../lifecycle/job-run';
import { expectEqual, type Question } from '../question';
import { nodesUnder, runningPods, waitingPods } from '../scheduling/pods';
import { ordinaryPod } from './attempts';
import { neighbours } from './neighbours';
import { general, trainingNodesOf, type Setting } from './setting';

/** Who runs where, by the taints of the nodes: asked while every training node is free. */
export function placementQuestions(setting: Setting): Question[] {
  const { cluster, platform, objects, images } = setting;
  const { kubectl } = cluster;
  const [alpha] = platform.projects as readonly [Project];
  const nodes = trainingNodesOf(alpha);
  const names = nodes.map(({ name }) => name);
  const pod = ordinaryPod(images.references.shell);
  const query = { namespace: neighbours.vault.namespace, labels: 'app=ordinary' };
  const labelled = { ...pod, metadata: { ...pod.metadata, labels: { app: 'ordinary' } } };
  const remove = (): Promise<string> =>
    kubectl.must(['delete', 'pod', pod.metadata.name, `--namespace=${query.namespace}`, '--grace-period=1']);

  return [
    {
      title:
        'a pod of production waits while the node of everything else takes none, with every training node free; then it runs there',
      row: 'production-node',
      ask: async () => {
        await kubectl.must(['cordon', general]);
        await kubectl.mustApply([labelled]);
        const words = await waitingPods(kubectl, query);
        await kubectl.must(['uncordon', general]);
        const found = nodesUnder(await runningPods(kubectl, query, 1)).join();
        await remove();
        if (!/untolerated taint/.test(words)) throw new EngineFault(`waits for another reason: ${words}`);
        expectEqual('node', found, general);
        return `${words}\nthen on ${found}`;
      },
    },
    {
      title: 'without the taints of one training node the same pod runs on that node',
      row: 'production-node',
      ask: async () => {
        const [node] = nodes;
        if (node === undefined) throw new Error('alpha has nodes');
        await kubectl.must(['cordon', general]);
        await kubectl.must(['taint', 'node', node.name, ...node.taints.map(({ key }) => `${key}-`)]);
        await kubectl.mustApply([labelled]);
        const found = nodesUnder(await runningPods(kubectl, query, 1)).join();
        await remove();
        const taints = node.taints.map(({ key, value, effect }) => `${key}=${value}:${effect}`);
        await kubectl.must(['taint', 'node', node.name, ...taints]);
        await kubectl.must(['uncordon', general]);
        expectEqual('node', found, node.name);
        return `on ${found}`;
      },
    },
    {
      title:
        "a rank of alpha waits while alpha's nodes take none: neither the node of everything else nor beta's free one is for it",
      row: 'production-node',
      ask: async () => {
        const job = objects.find(({ kind, metadata }) => kind === 'Job' && metadata.name === 'other');
        if (job === undefined) throw new Error('the library writes no such Job');
        await kubectl.must(['cordon', ...names]);
        const run = await JobRun.start(kubectl, job);
        const ofJob = { namespace: alpha.namespace, labels: `batch.kubernetes.io/job-name=${job.metadata.name}` };
        const words = await waitingPods(kubectl, ofJob);
        await kubectl.must(['uncordon', ...names]);
        const [found = ''] = nodesUnder(await runningPods(kubectl, ofJob, 1));
        await run.remove();
        if (!names.includes(found)) throw new EngineFault(`runs on ${found}`);
        return `${words}\nthen on ${found}`;
      },
    },
  ];
}
