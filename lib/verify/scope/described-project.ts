import type { Platform, Project } from '../../model';

const byNamespace = new WeakMap<Platform, ReadonlyMap<string, Project>>();

/** The project that a description has in a namespace. */
export function describedProject(platform: Platform | undefined, namespace: string): Project | undefined {
  if (platform === undefined) return undefined;
  const known = byNamespace.get(platform) ?? new Map(platform.projects.map((project) => [project.namespace, project]));
  byNamespace.set(platform, known);
  return known.get(namespace);
}
