import { KUBE_SYSTEM } from '../kubernetes/kubernetes-namespaces';
import type { Platform } from '../platform/platform';

/** Where operators of the cluster run, each namespace once: kube-system and the namespaces of components. */
export function operatorNamespaces({ components }: Pick<Platform, 'components'>): readonly string[] {
  return [...new Set([KUBE_SYSTEM, ...components.map(({ namespace }) => namespace)])];
}
