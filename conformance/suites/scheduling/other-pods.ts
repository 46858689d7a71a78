import { EngineFault } from '../../engine-fault';
import { nodeAgentTolerations } from '../../../lib/model';
import type { Kubectl } from '../../rig/kubectl';
import { otherNodes, platform, trainingNodes } from '../example';
import type { Question } from '../question';
import { nodesUnder, runningPods, waitingPods } from './pods';

export const production = 'production';

/** Pods of a namespace that has nothing to do with training stay off training nodes, however they are written. */
export function otherPodQuestions(kubectl: Kubectl): Question[] {
  const others = otherNodes.map(({ name }) => name);
  const training = [...trainingNodes('alpha'), ...trainingNodes('beta')].map(({ name }) => name);
  return [
    {
      title: 'twenty ordinary pods of production run, all on ordinary nodes',
      row: 'production-node',
      ask: async () => {
        await kubectl.mustApply([workload('Deployment', 'web', { replicas: 20 })]);
        const nodes = nodesUnder(await runningPods(kubectl, { namespace: production, labels: 'app=web' }, 20));
        expectOnly(nodes, others);
        return [...new Set(nodes)]
          .map((node) => `${nodes.filter((name) => name === node).length} on ${node}`)
          .join(', ');
      },
    },
    {
      title: 'a DaemonSet without the tolerations runs on ordinary nodes only',
      ask: async () => {
        await kubectl.mustApply([workload('DaemonSet', 'log-agent')]);
        const pods = await runningPods(kubectl, { namespace: production, labels: 'app=log-agent' }, others.length);
        expectOnly(nodesUnder(pods), others);
      },
    },
    {
      title: 'a DaemonSet with the tolerations that the library gives node agents runs on every node',
      ask: async () => {
        await kubectl.mustApply([
          workload('DaemonSet', 'device-plugin', {}, { tolerations: nodeAgentTolerations(platform) }),
        ]);
        const all = [...others, ...training].sort();
        const pods = await runningPods(kubectl, { namespace: production, labels: 'app=device-plugin' }, all.length);
        expectOnly(nodesUnder(pods), all);
        return `on ${all.length} nodes, ${training.length} of them training nodes`;
      },
    },
    ...attempts.map(({ title, pod }) => ({
      title,
      row: 'production-node' as const,
      ask: async () => {
        await kubectl.mustApply([workload('Deployment', 'intruder', { replicas: 1 }, pod)]);
        const words = await waitingPods(kubectl, { namespace: production, labels: 'app=intruder' });
        await kubectl.must(['delete', 'deployment', 'intruder', `--namespace=${production}`, '--cascade=foreground']);
        if (/untolerated taint/.test(words)) return words;
        throw new EngineFault(`waits, but not for the taint: ${words}`);
      },
    })),
  ];
}

const { key, value } = platform.taint;

/** Ways to ask for a training node without being training. */
const attempts: readonly { readonly title: string; readonly pod: object }[] = [
  {
    title: 'a pod of production that selects training nodes waits: their taint',
    pod: { nodeSelector: { [key]: value } },
  },
  {
    title: 'a pod of production that asks for a GPU waits: the same taint',
    pod: { containers: [{ name: 'main', image: 'web', resources: { limits: { 'nvidia.com/gpu': '1' } } }] },
  },
  {
    title: "a pod of production that even tolerates the training taint waits: each project's own taint",
    pod: { nodeSelector: { [key]: value }, tolerations: [{ key, operator: 'Exists' }] },
  },
];

function workload(kind: 'Deployment' | 'DaemonSet', name: string, spec: object = {}, pod: object = {}): object {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, namespace: production },
    spec: {
      ...spec,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'web' }], ...pod } },
    },
  };
}

function expectOnly(nodes: readonly string[], allowed: readonly string[]): void {
  const foreign = [...new Set(nodes)].filter((name) => !allowed.includes(name));
  if (foreign.length > 0) throw new EngineFault(`also on ${foreign.join(', ')}`);
}
