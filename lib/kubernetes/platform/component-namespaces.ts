import type { Platform } from '../../model';
import { isMadeByKubernetes } from '../../model/kubernetes/kubernetes-namespaces';
import type { Namespace } from '../api';
import { platformMetadata } from '../metadata';
import { podSecurityLabels } from '../project/namespace';

const LEVELS = ['restricted', 'baseline', 'privileged'] as const;

/**
 * The components' namespaces, with the tier that lets node agents tolerate the training taint and the loosest level of
 * Pod Security that a component in them needs. Namespaces that Kubernetes makes itself are left out.
 */
export function componentNamespaceObjects(platform: Platform): Namespace[] {
  const names = [...new Set(platform.components.map(({ namespace }) => namespace))].filter(
    (name) => !isMadeByKubernetes(name),
  );
  return names.map((name) => {
    const levels = platform.components
      .filter(({ namespace }) => namespace === name)
      .map(({ podSecurity }) => podSecurity);
    const loosest = LEVELS[Math.max(...levels.map((level) => LEVELS.indexOf(level)))] ?? 'privileged';
    const metadata = platformMetadata(platform, name);
    return {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        ...metadata,
        labels: { ...metadata.labels, [platform.keys.tier]: 'platform', ...podSecurityLabels(platform, loosest) },
      },
    };
  });
}
