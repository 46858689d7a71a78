import { itemsIn } from '../../input/field';
import { hasMountOption } from '../../scope/backend/mount-options';
import { containersOf } from '../../workload/containers';
import { describedProject } from '../../scope/described-project';
import type { Check } from '../check';
import { fails, notKnown, type Problem } from '../../problem';
import { trainingPods } from '../training-pods';

export const resumable: Check = {
  id: 'storage/resumable',
  title: 'Jobs can write checkpoints from every node, and read them again',
  why: 'A claim for one node stops the second rank; a job that cannot save does not run twice.',
  stops: [],
  control: 'a claim of ReadWriteMany that is mounted for writing',
  fix: 'use a claim with accessModes ReadWriteMany for checkpoints, and mount it without readOnly',
  positive: true,
  *judge(evidence) {
    const { platform, claims } = evidence;
    yield* trainingPods(evidence, ({ spec, namespace, workload }): Problem[] | undefined => {
      const project = describedProject(platform, namespace.name);
      const used = itemsIn(spec, 'volumes').filter((volume) => volume.get('persistentVolumeClaim') !== undefined);
      if (used.length === 0) return undefined;
      return used.flatMap((volume): Problem[] => {
        const reference = volume.get('persistentVolumeClaim');
        const name = reference?.get('claimName')?.value;
        const claim = claims.in(namespace.name).find(({ object }) => object.name === name);
        if (claim === undefined) return [notKnown(`claim ${String(name)} is not in the files`, { at: reference })];
        const modes = itemsIn(claim.object.field, 'spec', 'accessModes').map(({ value }) => value);
        const several = (workload.replicas ?? 2) > 1;
        if (several && !modes.includes('ReadWriteMany') && !modes.includes('ReadOnlyMany'))
          return [
            fails(`claim ${String(name)} serves one node, the job has ${workload.replicas ?? 'several'}`, {
              at: claim.object.field.at('spec', 'accessModes'),
            }),
          ];
        if (project === undefined || project.checkpoints?.name !== name) return [];
        const volumeSpec = claim.volume?.field.get('spec');
        const mounted = containersOf(spec).some(({ field }) =>
          itemsIn(field, 'volumeMounts').some(
            (mount) => mount.get('name')?.value === volume.get('name')?.value && mount.get('readOnly')?.value !== true,
          ),
        );
        const isReadOnly =
          reference?.get('readOnly')?.value === true ||
          volumeSpec?.at('csi', 'readOnly')?.value === true ||
          hasMountOption(volumeSpec, 'read-only') ||
          modes.every((mode) => mode === 'ReadOnlyMany');
        return mounted && !isReadOnly
          ? []
          : [fails(`checkpoints cannot be written to ${String(name)}`, { at: reference })];
      });
    });
  },
};
