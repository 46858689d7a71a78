import type { Construct } from 'constructs';
import { findProject } from '../../model';
import type { Platform, Project } from '../../model';
import { refuseFaults, shown, type Fault } from '../../model/fault';
import { TrainingProject } from './training-project';

/** Where a construct says to belong; nothing inside a `TrainingProject`. */
export interface Belonging {
  readonly platform?: Platform;
  /** Name of a project of the platform. */
  readonly project?: string;
}

/**
 * The project that a construct belongs to: the one around it, or in any other chart the one that it names.
 *
 * @throws InvalidInputError if it names none, or another than the one around it
 */
export function belonging(
  scope: Construct,
  { platform, project }: Belonging,
  subject: string,
): { readonly platform: Platform; readonly project: Project } {
  const around = scope.node.scopes.find(TrainingProject.isTrainingProject);
  if (around !== undefined) {
    refuseFaults(subject, foreignFaults(around, { ...(platform && { platform }), ...(project && { project }) }));
    return around;
  }
  const missing = Object.entries({ platform, project }).filter(([, given]) => given === undefined);
  refuseFaults(
    subject,
    missing.map(([path]) => ({
      path,
      given: shown(undefined),
      allowed: 'platform and project',
      fix: 'put it into a TrainingProject, or give both platform and project',
    })),
  );
  return { platform: platform as Platform, project: findProject(platform as Platform, project ?? '', subject) };
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
