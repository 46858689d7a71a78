import { itemsIn, type Field } from '../input/field';
import { containersOf } from './containers';

/** Lists of mappings in a pod, and in each of its containers. */
const OF_POD = [
  'tolerations topologySpreadConstraints imagePullSecrets hostAliases',
  'readinessGates schedulingGates resourceClaims',
].flatMap((line) => line.split(' '));
const OF_CONTAINER = ['env', 'envFrom', 'ports', 'volumeMounts', 'volumeDevices', 'resizePolicy'];

/**
 * Reports lists of a pod that are none, and entries that are no mappings: what the API server refuses. Admission is asked
 * about the pod as plain data, which nobody looks at once more.
 */
export function checkPodLists(spec: Field): void {
  if (!spec.isRecord()) return;
  for (const key of OF_POD) entriesOf(spec.get(key));
  for (const volume of entriesOf(spec.get('volumes'))) entriesOf(volume.get('projected')?.get('sources'));
  for (const { field } of containersOf(spec)) {
    for (const key of OF_CONTAINER) entriesOf(field.get(key));
    for (const key of ['limits', 'requests']) field.get('resources')?.get(key)?.isRecord();
    field.get('securityContext')?.isRecord();
  }
}

function entriesOf(list: Field | undefined): readonly Field[] {
  return itemsIn(list).filter((entry) => entry.isRecord());
}
