import { PROJECT_PLACEHOLDER } from '../../../../model/policies';
import type { Evidence } from '../../../evidence';
import { describedProject, hasExceptions } from '../../../scope/described-project';
import type { TrainingNamespace } from '../../../scope/training-scope';
import { runningAs } from '../../../workload/account';

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
  const { spec, labels } = writtenPod(evidence, namespace);
  return { spec: withDefaults(spec), labels };
}

/** The same before the API server adds its defaults. */
export function writtenPod({ platform }: Pick<Evidence, 'platform'>, { name, workloads }: TrainingNamespace): Pod {
  const workload = workloads.find(
    ({ spec, object }) =>
      Array.isArray((spec?.value as Json | undefined)?.['containers']) && !hasExceptions(platform, name, object.name),
  );
  const metadata = workload?.metadata?.value as Json | undefined;
  return {
    spec: (workload?.spec?.value as PodSpec | undefined) ?? { ...SMALLEST, ...described(platform, name) },
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

/**
 * What the API server makes of a pod before admission, as far as rules look at it: `null` is absent, a volume without a
 * source is an empty directory, and the account stands under both names of its field.
 */
export function withDefaults(given: PodSpec): PodSpec {
  const spec = withAccount(withoutNulls(given) as PodSpec);
  const volumes = spec['volumes'];
  if (!Array.isArray(volumes)) return spec;
  return {
    ...spec,
    volumes: (volumes as readonly Json[]).map((volume) =>
      Object.keys(volume).length === 1 ? { ...volume, emptyDir: {} } : volume,
    ),
  };
}

function withAccount(spec: PodSpec): PodSpec {
  const account = [spec['serviceAccountName'], spec['serviceAccount']].find(
    (name) => name !== undefined && name !== '',
  );
  return typeof account === 'string' ? runningAs(spec, account) : spec;
}

function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutNulls);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== null && item !== undefined)
      .map(([key, item]) => [key, withoutNulls(item)]),
  );
}
