import type { Platform, Project } from '../../model';
import { POD_SECURITY_MODES, podSecurityKeys } from '../../model/kubernetes/pod-security-labels';
import { inheritedRisks } from '../../model/risk/risk-owner';
import type { Namespace } from '../api';
import { projectClusterMetadata } from '../metadata';

/**
 * Labels that make a namespace a project's: admission, Pod Security and the verifier all go by them. A namespace that
 * exists already must carry them too.
 */
export function namespaceLabels(platform: Platform, project: Project): Record<string, string> {
  return {
    [platform.keys.tier]: 'training',
    [platform.keys.project]: project.name,
    ...podSecurityLabels(platform, 'restricted'),
  };
}

/**
 * Pod Security Admission at a pinned version: "latest" changes what is refused with an upgrade of the cluster
 * (https://kubernetes.io/docs/concepts/security/pod-security-admission/). It judges pods; controllers only get warnings.
 */
export function podSecurityLabels(
  platform: Platform,
  level: 'privileged' | 'baseline' | 'restricted',
): Record<string, string> {
  const version = `v${platform.kubernetesVersion}`;
  const modes = level === 'privileged' ? (['enforce'] as const) : POD_SECURITY_MODES;
  return Object.fromEntries(
    modes.map(podSecurityKeys).flatMap((keys) => [
      [keys.level, level],
      [keys.version, version],
    ]),
  );
}

export function projectNamespaceObject(platform: Platform, project: Project): Namespace {
  const metadata = projectClusterMetadata(platform, project, project.namespace, {
    risks: inheritedRisks(platform, project),
  });
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { ...metadata, labels: { ...metadata.labels, ...namespaceLabels(platform, project) } },
  };
}
