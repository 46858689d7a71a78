import { volumes } from '../predicate/pod';
import { anyOf } from '../predicate/values';
import type { Control } from './control';

const ALLOWED = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/** An allow-list, as Kubernetes' own check is one: a kind of volume that is invented later is refused. */
export const volumeTypes: Control = () => ({
  message: `use volumes of these kinds only: ${ALLOWED.join(', ')}`,
  holds: volumes.all((volume) => anyOf(...ALLOWED.map((kind) => volume.has(kind)))),
});
