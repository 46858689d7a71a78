import { itemsIn, type Field } from '../../input/field';
import type { KubernetesObject } from '../../input/kubernetes-object';
import type { Claim } from '../../scope/claims';
import { plainText } from '../../scope/backend/mount-options';
import { quantityOf } from '../../workload/quantity';
import type { Check } from '../check';
import { fails, notKnown, objectSubject, type Problem } from '../../problem';

/** https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes */
const MODES = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'];

export const claimsBind: Check = {
  id: 'storage/claims-bind',
  title: 'Claims of projects fit the volumes that they name',
  why: 'A claim that its volume does not fit is never bound, and the job waits for its data until somebody binds by hand what nobody may bind.',
  stops: [],
  control: 'access modes, size, class and volume mode of the claim and of its volume',
  fix: 'give the claim modes that its volume has, no more than its capacity, its class and its mode',
  positive: true,
  *judge({ claims: { claims } }) {
    for (const claim of claims) {
      const problems = [...ownProblems(claim.object, 'resources', 'requests')];
      if (claim.volume !== undefined && problems.length === 0)
        problems.push(...ownProblems(claim.volume, 'capacity'), ...fitProblems(claim, claim.volume));
      yield { subject: objectSubject(claim.object), problems };
    }
  },
};

/** What the API server refuses of either by itself. */
function* ownProblems({ field, name }: KubernetesObject, ...wayToSize: readonly string[]): Generator<Problem> {
  const spec = field.get('spec');
  const modes = modesOf(spec);
  const at = spec?.get('accessModes') ?? spec;
  const strange = modes.find((mode) => !MODES.includes(mode));
  if (modes.length === 0) yield fails(`${name} has no access mode`, { at });
  if (strange !== undefined) yield fails(`${name} has an access mode that is none: ${strange}`, { at });
  const size = spec?.at(...wayToSize, 'storage');
  if ((quantityOf(size?.value) ?? 0) <= 0) yield fails(`${name} has no size`, { at: size ?? spec });
}

/** What keeps the controller from binding them (kubernetes/kubernetes: pkg/controller/volume/persistentvolume/pv_controller.go, checkVolumeSatisfyClaim). */
function* fitProblems({ object, volumeName, className = '' }: Claim, volume: KubernetesObject): Generator<Problem> {
  const [asked, given] = [object.field.get('spec'), volume.field.get('spec')];
  const missing = modesOf(asked).filter((mode) => !modesOf(given).includes(mode));
  if (missing.length > 0)
    yield fails(`asks for ${missing.join(', ')}, which ${volumeName} does not have`, { at: asked?.get('accessModes') });
  const request = asked?.at('resources', 'requests', 'storage');
  const capacity = given?.at('capacity', 'storage');
  if ((quantityOf(request?.value) ?? 0) > (quantityOf(capacity?.value) ?? 0))
    yield fails(`asks for ${String(request?.value)}, and ${volumeName} has ${String(capacity?.value)}`, {
      at: request,
    });
  if (className !== plainText(given?.get('storageClassName')))
    yield fails(`has another class than ${volumeName}`, { at: asked?.get('storageClassName') ?? asked });
  const held = given?.at('claimRef', 'uid');
  const own = object.field.at('metadata', 'uid')?.value;
  if (held !== undefined && held.value !== '' && held.value !== own) {
    const text = `${volumeName} remembers a claim of uid ${String(held.value)}`;
    yield own === undefined
      ? notKnown(`${text}: it binds no other of the name`, { at: held })
      : fails(`${text}, and this one is ${String(own)}: they never bind`, { at: held });
  }
  if (volumeMode(asked) !== volumeMode(given))
    yield fails(`has another volume mode than ${volumeName}`, { at: asked?.get('volumeMode') ?? asked });
}

function modesOf(spec: Field | undefined): readonly string[] {
  return itemsIn(spec, 'accessModes').map(({ value }) => String(value));
}

function volumeMode(spec: Field | undefined): unknown {
  return spec?.get('volumeMode')?.value ?? 'Filesystem';
}
