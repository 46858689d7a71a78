import { exclusiveBackEnd, resolveClaimSource, type ClaimSource } from './claim-source';
import type { Fault } from './fault';
import { shown } from './fault';
import { duplicateFaults } from './names';
import type { PlatformProps } from './platform';
import type { Numbered } from './platform-faults';
import { covers } from './prefix';
import { projectNamespace, projectPrefix, type ProjectProps } from './project';
import type { Draft } from './shape';

type ClaimRole = 'datasets' | 'checkpoints';
const CLAIM_ROLES: readonly ClaimRole[] = ['datasets', 'checkpoints'];

/** A back end that serves one project cannot stand in the storage that all projects share. */
export function sharedBackEndFaults({ storage }: Draft<PlatformProps>): Fault[] {
  return CLAIM_ROLES.flatMap((role) => {
    const given = storage?.[role];
    if (given === undefined || typeof given === 'string' || given.kind === 's3' || given.kind === 'storage-class')
      return [];
    return [
      {
        path: `storage.${role}`,
        given: shown(given),
        allowed: 's3 or storage-class for all projects together',
        fix: 'a file system, access point or claim serves one project: give it in projects[].storage',
      },
    ];
  });
}

/** What two projects would have in common although each must have its own: namespace, prefix, file system, access point. */
export function separationFaults(platform: Draft<PlatformProps>, given: Numbered<ProjectProps>): Fault[] {
  const { name } = platform;
  if (name === undefined) return [];
  const projects = given.flatMap(([project, path]) => {
    if (project.name === undefined) return [];
    const named = {
      name: project.name,
      existing: clean(project.existing),
      ...(project.prefix === undefined ? {} : { prefix: project.prefix }),
    };
    return [{ project, path, namespace: projectNamespace(name, named), prefix: projectPrefix(name, named) }];
  });
  const faults = duplicateFaults(
    // Two projects of one name have one namespace as well; the name is the fault then.
    projects.map(({ project, namespace }, index) =>
      projects.findIndex((other) => other.project.name === project.name) === index ? namespace : undefined,
    ),
    (index) => `${projects[index]?.path ?? ''}.existing.namespace`,
    'namespace',
  );
  const backEnds: { readonly id: string; readonly path: string }[] = [];
  for (const { project, path, namespace, prefix } of projects) {
    const resident = platform.services?.find((service) => service?.namespace === namespace);
    if (resident !== undefined) {
      faults.push({
        path: `${path}.existing.namespace`,
        given: shown(namespace),
        allowed: 'a namespace without shared services',
        fix: `service ${shown(resident.name)} runs there: whoever may create pods there acts as the service`,
      });
    }
    for (const other of projects) {
      if (other.namespace === namespace || !covers(other.prefix, prefix)) continue;
      faults.push({
        path: `${path}.prefix`,
        given: shown(prefix),
        allowed: 'a prefix that no other project has or covers',
        fix: `${other.path} has ${shown(other.prefix)} and would read everything below it`,
      });
    }
    faults.push(...rewritableDataFaults(platform, project, path));
    for (const role of CLAIM_ROLES) {
      const source = sourceOf(platform, project, role);
      const id = source === undefined ? undefined : exclusiveBackEnd(source);
      if (id !== undefined) backEnds.push({ id, path: `${path}.storage.${role}` });
    }
  }
  return [
    ...faults,
    ...duplicateFaults(
      backEnds.map(({ id }) => id),
      (index) => backEnds[index]?.path ?? '',
      'file system or access point',
    ),
  ];
}

const clean = (existing: Draft<ProjectProps>['existing']): { readonly namespace?: string } =>
  existing?.namespace === undefined ? {} : { namespace: existing.namespace };

/** Data is read-only and checkpoints are not: behind one prefix of one bucket a job could rewrite its own data. */
function rewritableDataFaults(platform: Draft<PlatformProps>, project: Draft<ProjectProps>, path: string): Fault[] {
  const [datasets, checkpoints] = CLAIM_ROLES.map((role) => sourceOf(platform, project, role));
  if (datasets?.kind !== 's3' || checkpoints?.kind !== 's3' || datasets.bucket !== checkpoints.bucket) return [];
  return [
    {
      path: `${path}.storage`,
      given: shown(datasets.bucket),
      allowed: 'a bucket for datasets and another for checkpoints',
      fix: 'one prefix cannot be read-only and written at once: use two buckets',
    },
  ];
}

/** The source behind a claim, where enough of it is given to compare it. */
function sourceOf(
  platform: Draft<PlatformProps>,
  project: Draft<ProjectProps>,
  role: ClaimRole,
): ClaimSource | undefined {
  const given = project.storage?.[role] ?? platform.storage?.[role];
  if (given === undefined || (typeof given === 'object' && given.kind === undefined)) return undefined;
  return resolveClaimSource(given as string | ClaimSource);
}
