import { RESTRICTED_VOLUMES } from '../../model/storage/restricted-volumes';
import { volumes } from '../predicate/pod';
import { anyOf } from '../predicate/values';
import type { Control } from './control';

/** An allow-list, as Kubernetes' own check is one: a kind of volume that is invented later is refused. */
export const volumeTypes: Control = () => ({
  message: `use volumes of these kinds only: ${RESTRICTED_VOLUMES.join(', ')}`,
  holds: volumes.all((volume) => anyOf(...RESTRICTED_VOLUMES.map((kind) => volume.has(kind)))),
});
