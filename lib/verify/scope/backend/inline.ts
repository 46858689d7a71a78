import type { Field } from '../../input/field';
import { HARMLESS_VOLUMES } from '../../../model/storage/restricted-volumes';
import { csiBackend } from './csi';
import { inTreeBackend } from './in-tree';
import { plainText } from './mount-options';
import type { Backend } from './place';

/** Sources of a pod's volumes that show nothing of a store, or what stands elsewhere. */
const NO_STORE: ReadonlySet<string> = new Set([
  ...HARMLESS_VOLUMES,
  'ephemeral',
  'gitRepo',
  'hostPath',
  'image',
  'persistentVolumeClaim',
  'projected',
]);

/**
 * The place that a volume of a pod shows by itself, without a claim; undefined for one that shows none. What drivers make
 * for a single pod is its own, unless it is known what they mount.
 */
export function inlineBackend(volume: Field): Backend | undefined {
  const csi = volume.get('csi');
  if (csi !== undefined) {
    const place = csiBackend(volume, csi);
    return place.doubt === undefined ? place : undefined;
  }
  const hasStore = volume.entries().some(([key]) => key !== 'name' && !NO_STORE.has(key));
  return hasStore ? inTreeBackend(volume, plainText(volume.get('name'))) : undefined;
}
