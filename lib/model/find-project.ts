import { InvalidInputError, shown, suggestion } from './fault';
import type { Platform } from './platform';
import type { Project } from './project';

/**
 * The project of this name.
 *
 * @param subject who asks, for the fault: `TrainingProject "alpha"`
 * @throws InvalidInputError if the platform has no such project
 */
export function findProject(platform: Platform, name: string, subject = 'findProject'): Project {
  const project = platform.projects.find((candidate) => candidate.name === name);
  if (project !== undefined) return project;
  const known = platform.projects.map((candidate) => candidate.name);
  throw new InvalidInputError(subject, [
    {
      path: 'project',
      given: shown(name),
      allowed: `a project of platform ${platform.name}: ${known.join(', ')}`,
      fix: suggestion(name, known, 'add it to the description'),
    },
  ]);
}
