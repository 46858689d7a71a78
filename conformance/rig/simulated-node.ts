/** A node that exists in the API only: the scheduler fills it, kwok plays its kubelet. */
export interface SimulatedNode {
  readonly name: string;
  /** @default "- only the labels that every node has" */
  readonly labels?: Readonly<Record<string, string>>;
  /** @default "- none" */
  readonly taints?: readonly NodeTaint[];
  /** Resources by name, as a real node of the type announces them. */
  readonly capacity: Readonly<Record<string, string>>;
}

export interface NodeTaint {
  readonly key: string;
  readonly value?: string;
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}

/**
 * What a p4d.24xlarge offers to pods: its GPUs, its network cards, the huge pages that EFA takes from the memory, and
 * its local disks joined into one.
 * @see https://karpenter.sh/docs/reference/instance-types/
 */
export const p4d24xlarge: SimulatedNode['capacity'] = {
  cpu: '95690m',
  memory: '1077584Mi',
  'ephemeral-storage': '7450Gi',
  'hugepages-2Mi': '5128Mi',
  'nvidia.com/gpu': '8',
  'vpc.amazonaws.com/efa': '4',
  pods: '737',
};

/** A node without GPUs, for everything that must stay off the nodes that have them. */
export const generalPurpose: SimulatedNode['capacity'] = {
  cpu: '8',
  memory: '32Gi',
  'ephemeral-storage': '20Gi',
  pods: '58',
};

/** The annotation by which kwok knows its nodes. */
export const simulatedBy = { 'kwok.x-k8s.io/node': 'fake' };

/** The node as an API object. */
export function nodeObject({ name, labels, taints, capacity }: SimulatedNode): Record<string, unknown> {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      annotations: simulatedBy,
      labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64', ...labels },
    },
    spec: { taints: taints ?? [] },
    status: { capacity, allocatable: capacity },
  };
}
