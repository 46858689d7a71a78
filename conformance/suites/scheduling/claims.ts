import { EngineFault } from '../../engine-fault';
import type { Kubectl } from '../../rig/kubectl';
import { until } from '../../rig/until';
import { projectNamed } from '../example';
import type { Question } from '../question';
import { eventOf, waits } from './placement';
import { trainingPod } from './training-pod';

/** Nobody mounts another project's data: neither by the name of the claim nor by that of the volume. */
export function claimQuestions(kubectl: Kubectl): Question[] {
  const alpha = projectNamed('alpha');
  const beta = projectNamed('beta');
  const claimName = alpha.data?.name ?? '';
  return [
    {
      title: "alpha's claims are bound to the volumes that show alpha's prefix",
      ask: async () => {
        await until({
          what: "alpha's claims are bound",
          deadlineSeconds: 30,
          missing: async () => {
            const claims = await kubectl.list('persistentvolumeclaims', alpha.namespace);
            const waiting = claims.filter((claim) => (claim['status'] as { phase: string }).phase !== 'Bound');
            return waiting.length === 0 ? undefined : waiting.map(({ metadata }) => metadata.name).join(', ');
          },
        });
      },
    },
    {
      title: "a pod of beta that names alpha's claim waits for ever: a name means a claim of its own namespace",
      row: 'foreign-claim',
      ask: async () => {
        const pod = trainingPod('beta', 'thief', (spec) => {
          for (const { persistentVolumeClaim } of spec.volumes ?? []) {
            if (persistentVolumeClaim) persistentVolumeClaim.claimName = claimName;
          }
        });
        const words = await waits(kubectl, pod);
        if (words.includes(`persistentvolumeclaim "${claimName}" not found`)) return words;
        throw new EngineFault(`waits for another reason: ${words}`);
      },
    },
    {
      title: "a claim of beta that asks for alpha's volume is never bound: the volume names its one claim",
      row: 'foreign-claim',
      ask: async () => {
        const [own] = (await kubectl.list('persistentvolumeclaims', alpha.namespace)).filter(
          ({ metadata }) => metadata.name === claimName,
        );
        if (own === undefined) throw new EngineFault(`no claim ${claimName}`);
        const { accessModes, storageClassName, volumeName } = own['spec'] as Record<string, unknown>;
        const resources = { requests: { storage: '1Gi' } };
        await kubectl.mustApply([
          {
            apiVersion: 'v1',
            kind: 'PersistentVolumeClaim',
            metadata: { name: 'thief', namespace: beta.namespace },
            spec: { accessModes, resources, storageClassName, volumeName },
          },
        ]);
        return eventOf(kubectl, beta.namespace, 'FailedBinding', /already bound to a different claim/);
      },
    },
  ];
}
