import type { Kubectl, KubeObject } from '../../rig/kubectl';
import { until } from '../../rig/until';

/** The parts of a pod that the questions are about. */
export interface Pod extends KubeObject {
  readonly spec: { readonly nodeName?: string };
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
  };
}

export interface PodQuery {
  readonly namespace: string;
  /** Selector of labels, such as `app=web`. */
  readonly labels: string;
}

const deadlineSeconds = 60;

/** Waits until this many pods run, and returns them. */
export async function runningPods(kubectl: Kubectl, query: PodQuery, count: number): Promise<readonly Pod[]> {
  let running: readonly Pod[] = [];
  await until({
    what: `${count} pods with ${query.labels} run in ${query.namespace}`,
    deadlineSeconds,
    missing: async () => {
      const pods = await podsOf(kubectl, query);
      running = pods.filter(({ status }) => status?.phase === 'Running');
      if (running.length === count) return undefined;
      return `${running.length} of ${pods.length} run; ${pods.map((pod) => whyPending(pod)).join('; ')}`;
    },
  });
  return running;
}

/** Waits until the scheduler has given up on every pod for now, and returns its words on the first. */
export async function waitingPods(kubectl: Kubectl, query: PodQuery): Promise<string> {
  let words = '';
  await until({
    what: `the scheduler has judged the pods with ${query.labels} in ${query.namespace}`,
    deadlineSeconds,
    missing: async () => {
      const pods = await podsOf(kubectl, query);
      const reasons = pods.map(whyPending);
      words = reasons[0] ?? '';
      const placed = pods.filter(({ spec }) => spec.nodeName !== undefined);
      if (placed.length > 0)
        return `on a node: ${placed.map(({ metadata, spec }) => `${metadata.name} on ${spec.nodeName}`).join(', ')}`;
      return pods.length > 0 && reasons.every((reason) => reason !== '')
        ? undefined
        : `${pods.length} pods, not judged yet`;
    },
  });
  return words;
}

/** Names of the nodes that pods run on, sorted, each as often as it holds one. */
export function nodesUnder(pods: readonly Pod[]): string[] {
  return pods.map(({ spec }) => spec.nodeName ?? 'no node').sort();
}

async function podsOf(kubectl: Kubectl, { namespace, labels }: PodQuery): Promise<readonly Pod[]> {
  const list = await kubectl.must(['get', 'pods', `--namespace=${namespace}`, `--selector=${labels}`, '-o=json']);
  return (JSON.parse(list) as { items: Pod[] }).items;
}

function whyPending({ status }: Pod): string {
  const scheduled = status?.conditions?.find(({ type }) => type === 'PodScheduled');
  return scheduled?.status === 'False' ? (scheduled.message ?? '') : '';
}
