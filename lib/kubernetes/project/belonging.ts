import type { Construct } from 'constructs';
import { findProject } from '../../model';
import type { Platform, Project } from '../../model';
import { InvalidInputError, refuseFaults, shown, type Fault } from '../../model/fault/fault';
import { isGivenPlatform, WHAT_MAKES_ONE } from '../../model/platform/given-platform';
import { TrainingProject } from './training-project';

/** Where a construct says to belong; nothing inside a `TrainingProject`. */
export interface Belonging {
  /** What `definePlatform` returned; nothing inside a `TrainingProject`. */
  readonly platform?: Platform;
  /** Name of a project of the platform. */
  readonly project?: string;
}

/**
 * The project that a construct belongs to: the one around it, or in any other chart the one that it names.
 *
 * @param given props of the construct, which JavaScript may have left out
 * @throws InvalidInputError if it names none, or another than the one around it
 */
export function belonging(
  scope: Construct,
  given: Belonging | undefined,
  subject: string,
): { readonly platform: Platform; readonly project: Project } {
  const { platform, project } = given ?? {};
  const around = scope.node.scopes.find(TrainingProject.isTrainingProject);
  if (around !== undefined) {
    refuseFaults(subject, foreignFaults(around, { ...(platform && { platform }), ...(project && { project }) }));
    return around;
  }
  const fault = (path: string, value: unknown, allowed: string): Fault => ({
    path,
    given: shown(value),
    allowed,
    fix: 'put it into a TrainingProject, or give both platform and project',
  });
  if (isGivenPlatform(platform) && typeof project === 'string') {
    return { platform, project: findProject(platform, project, subject) };
  }
  throw new InvalidInputError(subject, [
    ...(isGivenPlatform(platform) ? [] : [fault('platform', platform, WHAT_MAKES_ONE)]),
    ...(typeof project === 'string' ? [] : [fault('project', project, 'the name of a project of the platform')]),
  ]);
}

/** The namespace, the policies and the roles around it are those of one project, whatever it says. */
function foreignFaults(around: TrainingProject, { platform = around.platform, project }: Belonging): Fault[] {
  const { name } = around.project;
  const fault = (path: string, given: string): Fault => ({
    path,
    given: shown(given),
    allowed: `project ${name} of platform ${around.platform.name}, the one around it`,
    fix: 'leave it out, or put it into a chart of its own project',
  });
  return [
    ...(platform === around.platform ? [] : [fault('platform', platform.name)]),
    ...(project === undefined || project === name ? [] : [fault('project', project)]),
  ];
}
