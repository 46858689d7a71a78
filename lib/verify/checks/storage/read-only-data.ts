import type { Evidence } from '../../evidence';
import { itemsIn, type Field } from '../../input/field';
import { hasMountOption } from '../../scope/backend/mount-options';
import type { Claim } from '../../scope/claims';
import { containersOf } from '../../workload/containers';
import { volcanoVolumes } from '../../workload/volcano-volumes';
import { describedProject } from '../../scope/described-project';
import type { Check } from '../check';
import { fails, objectSubject, type Problem } from '../../problem';
import { trainingPods } from '../training-pods';

export const readOnlyData: Check = {
  id: 'storage/read-only-data',
  title: 'Training pods cannot write training data',
  why: 'Whoever writes the data decides what the next model learns.',
  stops: ['A1'],
  control: 'readOnly of the claim in the pod, of the mount, and of the volume',
  fix: 'set readOnly: true where the pod names the claim and where the container mounts it',
  *judge(evidence) {
    yield* trainingPods(evidence, ({ spec, namespace, workload }): Problem[] | undefined => {
      const data = evidence.claims.in(namespace.name).filter((claim) => isForReading(evidence, claim));
      const described = describedProject(evidence.platform, namespace.name)?.data?.name;
      const isData = (name: unknown): boolean =>
        typeof name === 'string' && (name === described || data.some(({ object }) => object.name === name));
      const ofJob = volcanoVolumes(workload).flatMap((volume): Problem[] => {
        const at = volume.get('volumeClaimName');
        return isData(at?.value) ? [fails(`its job mounts claim ${String(at?.value)} for writing`, { at })] : [];
      });
      const used = itemsIn(spec, 'volumes').flatMap((volume) => {
        const name = volume.at('persistentVolumeClaim', 'claimName')?.value;
        // Others may make the claim of data: pod and mount are this job's all the same.
        return isData(name) ? [{ volume, name: String(name) }] : [];
      });
      if (used.length === 0 && ofJob.length === 0) return undefined;
      return [
        ...ofJob,
        ...used.flatMap(({ volume, name }) => [...namingProblems(volume, name), ...mountProblems(spec, volume)]),
      ];
    });
    // Jobs that are not in the files yet will mount them as well.
    for (const { name } of evidence.scope.namespaces)
      for (const claim of evidence.claims.in(name).filter((one) => isForReading(evidence, one)))
        yield { subject: objectSubject(claim.object), problems: claimProblems(claim) };
  },
};

/** The description says what is data; without it, whatever asks to be read only. */
function isForReading({ platform }: Evidence, { object, namespace }: Claim): boolean {
  const project = describedProject(platform, namespace);
  if (project !== undefined) return project.data?.name === object.name;
  const modes = itemsIn(object.field, 'spec', 'accessModes');
  return modes.length > 0 && modes.every(({ value }) => value === 'ReadOnlyMany');
}

function namingProblems(volume: Field, name: string): readonly Problem[] {
  const claim = volume.get('persistentVolumeClaim');
  const at = claim?.get('readOnly') ?? claim;
  return claim?.get('readOnly')?.value === true ? [] : [fails(`claim ${name} may be mounted for writing`, { at })];
}

/**
 * Drivers that refuse to mount for many readers: their claims have to ask for more, and the volume alone holds it back
 * (https://github.com/kubernetes-sigs/aws-fsx-csi-driver/blob/master/pkg/driver/controller.go,
 * https://github.com/kubernetes-sigs/aws-efs-csi-driver/blob/master/pkg/driver/node.go).
 */
const WITHOUT_READERS: readonly unknown[] = ['fsx.csi.aws.com', 'efs.csi.aws.com'];

function claimProblems({ object, volume: behind }: Claim): readonly Problem[] {
  const problems: Problem[] = [];
  const modes = object.field.at('spec', 'accessModes');
  const csi = behind?.field.at('spec', 'csi');
  const asksToWrite = modes?.items().some(({ value }) => value !== 'ReadOnlyMany') === true;
  if (asksToWrite && !WITHOUT_READERS.includes(csi?.get('driver')?.value))
    problems.push(fails(`claim ${object.name} asks to be written`, { at: modes }));
  if (csi === undefined) return problems;
  const spec = behind?.field.get('spec');
  const isReadOnly =
    csi.get('readOnly')?.value === true && (hasMountOption(spec, 'read-only') || hasMountOption(spec, 'ro'));
  if (!isReadOnly)
    problems.push(
      fails(`volume ${behind?.name ?? ''} is mounted for writing`, {
        at: csi.get('readOnly') ?? spec?.get('mountOptions') ?? csi,
      }),
    );
  return problems;
}

function mountProblems(spec: Field, volume: Field): readonly Problem[] {
  const name = volume.get('name')?.value;
  return containersOf(spec).flatMap((container) =>
    itemsIn(container.field, 'volumeMounts').flatMap((mount): Problem[] => {
      if (mount.get('name')?.value !== name || mount.get('readOnly')?.value === true) return [];
      return [
        fails(`container ${container.name} mounts ${String(name)} for writing`, { at: mount.get('readOnly') ?? mount }),
      ];
    }),
  );
}
