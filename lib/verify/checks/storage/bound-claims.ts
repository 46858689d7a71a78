import type { Check } from '../check';
import { fails, notKnown, objectSubject, type Problem } from '../../problem';

export const boundClaims: Check = {
  id: 'storage/bound-claims',
  title: 'A volume that is written by hand is for one claim of one project, and that claim for it',
  why: 'A volume that anybody may claim by name is bound by whoever comes first, data included.',
  answers: ['A2', 'T7'],
  control: 'claimRef with namespace and name on the volume, volumeName and storageClassName "" on the claim',
  fix: 'set claimRef.namespace and claimRef.name of the volume, volumeName and storageClassName: "" of the claim',
  *judge({ claims: { claims, volumes, askingFor, offeredTo }, scope }) {
    for (const volume of volumes) {
      const reference = volume.field.at('spec', 'claimRef');
      const namespace = reference?.get('namespace')?.value;
      const name = reference?.get('name')?.value;
      const concerns = scope.contains(typeof namespace === 'string' ? namespace : undefined);
      const asking = askingFor(volume.name);
      if (!concerns && asking.length === 0 && offeredTo(volume).length === 0) continue;
      const problems: Problem[] = [];
      if (namespace === undefined || name === undefined)
        problems.push(fails('is open to any claim: it has no claimRef with namespace and name', { at: reference }));
      for (const claim of asking) {
        if (claim.namespace === namespace && claim.object.name === name) continue;
        problems.push(
          fails(`claim ${claim.namespace}/${claim.object.name} asks for it and is not the one that it is for`, {
            at: reference,
          }),
        );
      }
      const policy = volume.field.at('spec', 'persistentVolumeReclaimPolicy');
      if (policy?.value === 'Recycle')
        problems.push(fails('is given to the next claim when this one is gone', { at: policy }));
      yield { subject: objectSubject(volume), problems };
    }
    for (const { object, volume, volumeName, className } of claims) {
      const spec = object.field.get('spec');
      const problems: Problem[] = [];
      if (volumeName !== '') {
        if (volume === undefined)
          problems.push(notKnown(`volume ${volumeName} is not in the files`, { at: spec?.get('volumeName') }));
        if (className !== '')
          problems.push(
            fails('names a volume and leaves the class to the cluster', { at: spec?.get('storageClassName') ?? spec }),
          );
      } else if (className === '') {
        problems.push(fails('takes any free volume without a class: it names none', { at: spec }));
      }
      if (spec?.get('selector') !== undefined)
        problems.push(fails('takes any volume with a label', { at: spec.get('selector') }));
      for (const key of ['dataSource', 'dataSourceRef']) {
        const source = spec?.get(key);
        const from = source?.get('namespace')?.value;
        if (from !== undefined && from !== object.namespace)
          problems.push(fails(`is filled from namespace ${String(from)}`, { at: source }));
      }
      yield { subject: objectSubject(object), problems };
    }
  },
};
