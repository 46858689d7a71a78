import type { Evidence } from '../../evidence';
import type { Field } from '../../input/field';
import { selectsNode, readVolumeNodes } from '../../placement/node-selection';
import { plainText } from '../../scope/backend/mount-options';
import type { ProjectClaim } from '../../scope/claims';
import { quantityOf } from '../../workload/quantity';
import type { Check } from '../check';
import { fails, objectSubject, type Problem } from '../finding';

export const binds: Check = {
  id: 'storage/binds',
  title: 'Claims of projects bind to the volumes that they name',
  why: 'A claim that asks for more than its volume has waits for ever, and every job with it.',
  answers: [],
  control: 'class, mode, access modes and size of the claim, which are those of its volume',
  fix: 'give volume and claim the same storageClassName, volumeMode, accessModes and storage',
  positive: true,
  *judge(evidence) {
    for (const claim of evidence.claims.claims) {
      const { object, volume } = claim;
      if (volume === undefined) continue;
      yield { subject: objectSubject(object), problems: [...problemsOf(evidence, claim, volume.field.get('spec'))] };
    }
  },
};

/** https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/volume/persistentvolume/pv_controller.go */
function* problemsOf(
  evidence: Evidence,
  { object, className }: ProjectClaim,
  volume: Field | undefined,
): Generator<Problem> {
  const claim = object.field.get('spec');
  const classAt = volume?.get('storageClassName');
  if (className !== undefined && plainText(classAt) !== className)
    yield fails(`its volume is of class "${plainText(classAt)}", it asks for "${className}"`, {
      at: classAt ?? volume,
    });
  const [own, wanted] = [volume, claim].map((spec) => plainText(spec?.get('volumeMode')) || 'Filesystem');
  if (own !== wanted) yield fails(`its volume is a ${own}, it asks for a ${wanted}`, { at: volume?.get('volumeMode') });
  const modes = new Set((volume?.get('accessModes')?.items() ?? []).map(({ value }) => value));
  for (const at of claim?.get('accessModes')?.items() ?? [])
    if (!modes.has(at.value)) yield fails(`its volume has no ${String(at.value)}, which it asks for`, { at });
  const has = volume?.at('capacity', 'storage');
  const asks = claim?.at('resources', 'requests', 'storage');
  const [size, least] = [quantityOf(has?.value), quantityOf(asks?.value)];
  if (size !== undefined && least !== undefined && size < least)
    yield fails(`its volume has ${String(has?.value)}, it asks for ${String(asks?.value)}`, { at: has });
  yield* nodeProblems(evidence, volume);
}

function* nodeProblems({ nodes }: Evidence, volume: Field | undefined): Generator<Problem> {
  const selection = volume === undefined ? undefined : readVolumeNodes(volume);
  if (selection === undefined || nodes.training.length === 0) return;
  if (nodes.training.some(({ node, labels }) => selectsNode(selection, node, labels) !== 'no')) return;
  yield fails('its volume is on nodes that are not for training', { at: volume?.get('nodeAffinity') });
}
