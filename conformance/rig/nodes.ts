import type { Kubectl } from './kubectl';
import { nodeObject, type SimulatedNode } from './simulated-node';
import { until } from './until';

interface NodeState {
  readonly spec?: { readonly taints?: readonly { readonly key: string }[] };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/** Creates simulated nodes and waits until the scheduler may use them. */
export async function addNodes(kubectl: Kubectl, nodes: readonly SimulatedNode[]): Promise<void> {
  if (nodes.length === 0) return;
  await kubectl.must(
    ['create', '--validate=strict', '-f', '-'],
    nodes.map((node) => JSON.stringify(nodeObject(node))).join('\n'),
  );
  await until({
    what: 'the nodes are ready',
    deadlineSeconds: 60,
    missing: async () => {
      const found = await kubectl.list('nodes');
      const waiting = found.filter((node) => !isReady(node as NodeState)).map((node) => node.metadata.name);
      return waiting.length === 0 ? undefined : `not ready: ${waiting.join(', ')}`;
    },
  });
}

/** Ready, and no longer tainted as not ready. */
function isReady({ spec, status }: NodeState): boolean {
  const ready = status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') ?? false;
  return ready && !spec?.taints?.some(({ key }) => key === 'node.kubernetes.io/not-ready');
}
