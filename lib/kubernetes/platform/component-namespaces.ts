import type { Platform } from '../../model';
import type { Namespace } from '../api';
import { platformMetadata } from '../metadata';
import { podSecurityLabels } from '../project/namespace';

/** Namespaces that Kubernetes makes itself and that nobody should own again. */
const BUILT_IN = new Set(['default', 'kube-system', 'kube-public', 'kube-node-lease']);

const LEVELS = ['restricted', 'baseline', 'privileged'] as const;

/**
 * The components' namespaces, with the tier that lets node agents tolerate the training taint and the loosest level of
 * Pod Security that a component in them needs.
 */
export function componentNamespaceObjects(platform: Platform): Namespace[] {
  const names = [...new Set(platform.components.map(({ namespace }) => namespace))].filter(
    (name) => !BUILT_IN.has(name),
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
