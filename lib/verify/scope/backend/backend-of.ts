import type { KubernetesObject } from '../../input/kubernetes-object';
import { csiBackend } from './csi';
import { inTreeBackend } from './in-tree';
import type { Backend } from './place';

/** The place behind a volume; undefined for one without any source, which the API server refuses. */
export function backendOf({ field, name }: KubernetesObject): Backend | undefined {
  const spec = field.get('spec');
  const csi = spec?.get('csi');
  if (spec === undefined) return undefined;
  return csi === undefined ? inTreeBackend(spec, name) : csiBackend(spec, csi);
}
