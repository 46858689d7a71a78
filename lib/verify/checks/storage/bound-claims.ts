import type { KubernetesObject } from '../../input/kubernetes-object';
import type { Claim } from '../../scope/claims';
import type { Check } from '../check';
import { fails, notKnown, objectSubject, type Problem } from '../../problem';

export const boundClaims: Check = {
  id: 'storage/bound-claims',
  title: 'A volume that is written by hand is bound to one claim of one project, and that claim to it',
  why: 'A volume that anybody may claim by name is bound by whoever comes first, data included.',
  stops: ['A2', 'T7'],
  control: 'claimRef with namespace and name on the volume, volumeName and storageClassName "" on the claim',
  fix: 'set claimRef.namespace and claimRef.name of the volume, volumeName and storageClassName: "" of the claim',
  *judge({ claims: { claims, volumes, askingFor, offeredTo }, scope }) {
    for (const volume of volumes) {
      const namespace = volume.field.at('spec', 'claimRef', 'namespace')?.value;
      const concerns = scope.contains(typeof namespace === 'string' ? namespace : undefined);
      const asking = askingFor(volume.name);
      if (concerns || asking.length > 0 || offeredTo(volume).length > 0)
        yield { subject: objectSubject(volume), problems: [...volumeProblems(volume, asking)] };
    }
    for (const claim of claims) yield { subject: objectSubject(claim.object), problems: [...claimProblems(claim)] };
  },
};

function* volumeProblems({ field }: KubernetesObject, asking: readonly Claim[]): Generator<Problem> {
  const at = field.at('spec', 'claimRef');
  const [namespace, name] = [at?.get('namespace')?.value, at?.get('name')?.value];
  if (namespace === undefined || name === undefined)
    yield fails('is open to any claim: it has no claimRef with namespace and name', { at });
  for (const claim of asking) {
    if (claim.namespace === namespace && claim.object.name === name) continue;
    const text = `claim ${claim.namespace}/${claim.object.name} asks for it and is not the one that it is for`;
    yield fails(text, { at });
  }
  const policy = field.at('spec', 'persistentVolumeReclaimPolicy');
  if (policy?.value === 'Recycle') yield fails('is given to the next claim when this one is gone', { at: policy });
}

function* claimProblems({ object, volume, volumeName, className }: Claim): Generator<Problem> {
  const spec = object.field.get('spec');
  if (volumeName !== '') {
    if (volume === undefined)
      yield notKnown(`volume ${volumeName} is not in the files`, { at: spec?.get('volumeName') });
    if (className !== '')
      yield fails('names a volume and leaves the class to the cluster', { at: spec?.get('storageClassName') ?? spec });
  } else if (className === '') {
    yield fails('takes any free volume without a class: it names none', { at: spec });
  }
  const selector = spec?.get('selector');
  if (selector !== undefined) yield fails('takes any volume with a label', { at: selector });
  for (const key of ['dataSource', 'dataSourceRef']) {
    const source = spec?.get(key);
    const from = source?.get('namespace')?.value;
    if (from !== undefined && from !== object.namespace)
      yield fails(`is filled from namespace ${String(from)}`, { at: source });
  }
}
