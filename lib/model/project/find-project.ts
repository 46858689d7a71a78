import { InvalidInputError, shown, suggestion, type Fault } from '../fault/fault';
import type { Platform } from '../platform/platform';
import type { Project } from './project';

/**
 * The project of this name.
 *
 * @param subject who asks, for the fault: `TrainingProject "alpha"`
 * @throws InvalidInputError if the platform has no such project
 */
export function findProject(platform: Platform, name: string, subject = 'findProject'): Project {
  const project = indexOf(platform).get(name);
  if (project === undefined) throw new InvalidInputError(subject, unknownProjectFaults(platform, name));
  return project;
}

/** The fault of a name that no project of the platform has. */
export function unknownProjectFaults(platform: Platform, name: string): Fault[] {
  if (indexOf(platform).has(name)) return [];
  const known = platform.projects.map((candidate) => candidate.name);
  return [
    {
      path: 'project',
      given: shown(name),
      allowed: `a project of platform ${platform.name}: ${known.join(', ')}`,
      fix: suggestion(name, known, 'add it to the description'),
    },
  ];
}

/** Projects by name, made once a platform: each of thousands of charts asks for its own. */
const indexes = new WeakMap<Platform, ReadonlyMap<string, Project>>();

function indexOf(platform: Platform): ReadonlyMap<string, Project> {
  const known = indexes.get(platform);
  if (known !== undefined) return known;
  const index = new Map(platform.projects.map((project) => [project.name, project]));
  indexes.set(platform, index);
  return index;
}
