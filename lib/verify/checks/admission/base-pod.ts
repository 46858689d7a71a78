import type { TrainingNamespace } from '../../scope/training-scope';

type Json = Readonly<Record<string, unknown>>;
/** Spec of a pod, loosely: probes are written over whatever the files have. */
export type PodSpec = Json & { readonly containers: readonly Json[] };

/** The first pod of the project, or the smallest that Pod Security lets through. */
export function basePod({ workloads }: TrainingNamespace): { readonly spec: PodSpec; readonly labels: Json } {
  const workload = workloads.find(({ spec }) => Array.isArray((spec?.value as Json | undefined)?.['containers']));
  const metadata = workload?.metadata?.value as Json | undefined;
  return {
    spec: withDefaults((workload?.spec?.value as PodSpec | undefined) ?? SMALLEST),
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

/** What the API server fills in before admission, as far as rules look at it: a volume without a source is an empty directory. */
export function withDefaults(spec: PodSpec): PodSpec {
  const volumes = spec['volumes'];
  if (!Array.isArray(volumes)) return spec;
  return {
    ...spec,
    volumes: (volumes as readonly Json[]).map((volume) =>
      Object.keys(volume).length === 1 ? { ...volume, emptyDir: {} } : volume,
    ),
  };
}
