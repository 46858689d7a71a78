import { PROJECT_PLACEHOLDER } from '../../../../model/policies';
import { readSpec } from '../../../admission/completed-object';
import type { Evidence } from '../../../evidence';
import { onceFor } from '../../../once-for';
import { describedProject, hasExceptions } from '../../../scope/described-project';
import type { TrainingNamespace } from '../../../scope/training-scope';

type Json = Readonly<Record<string, unknown>>;
/** Spec of a pod, loosely: probes are written over whatever the files have. */
export type PodSpec = Json & { readonly containers: readonly Json[] };

interface Pod {
  readonly spec: PodSpec;
  readonly labels: Json;
}

/**
 * The first pod of the project that no exception is about; without one, the smallest that Pod Security and the
 * description let through. What an exception lets pass is refused under any other name.
 */
export function basePod(evidence: Pick<Evidence, 'platform'>, namespace: TrainingNamespace): Pod {
  return podsFor(evidence)(namespace);
}

/** Every check of admission asks about the same pod. */
const podsFor = onceFor((evidence: Pick<Evidence, 'platform'>) =>
  onceFor((namespace: TrainingNamespace): Pod => {
    const { spec, labels } = writtenPod(evidence, namespace);
    return { spec: readSpec(spec), labels };
  }),
);

/** The same before the API server adds its defaults, and before the scheduler gave it a node: a dump has pods that run. */
export function writtenPod({ platform }: Pick<Evidence, 'platform'>, { name, workloads }: TrainingNamespace): Pod {
  const workload = workloads.find(
    ({ spec, object }) =>
      Array.isArray((spec?.value as Json | undefined)?.['containers']) && !hasExceptions(platform, name, object.name),
  );
  const metadata = workload?.metadata?.value as Json | undefined;
  const found = workload?.spec?.value as PodSpec | undefined;
  const { nodeName: _, ...spec } = found ?? { ...SMALLEST, ...described(platform, name) };
  return {
    spec,
    labels: (metadata?.['labels'] ?? {}) as Json,
  };
}

const SMALLEST: PodSpec = {
  serviceAccountName: 'train',
  automountServiceAccountToken: false,
  securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [
    {
      name: 'train',
      image: `registry/train@sha256:${'0'.repeat(64)}`,
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
      resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '1', memory: '1Gi' } },
    },
  ],
};

/** What the description adds for a project whose jobs are not in the files: its nodes, account, priority and registry. */
function described(platform: Evidence['platform'], namespace: string): Partial<PodSpec> {
  const project = describedProject(platform, namespace);
  const [group] = project?.nodeGroups ?? [];
  if (platform === undefined || project === undefined || group === undefined) return {};
  const [registry = 'registry/'] = platform.policies.registries;
  const amounts = {
    cpu: '1',
    memory: '1Gi',
    'ephemeral-storage': '1Gi',
    [group.pool.gpuResource]: String(group.pool.node.gpus),
  };
  return {
    nodeSelector: group.labels,
    tolerations: group.tolerations,
    serviceAccountName: project.serviceAccount,
    priorityClassName: platform.priorities.training.name,
    containers: SMALLEST.containers.map((container) => ({
      ...container,
      image: `${registry.replaceAll(PROJECT_PLACEHOLDER, project.name)}${String(container['image']).split('/').at(-1)}`,
      resources: { limits: amounts, requests: amounts },
    })),
  };
}
