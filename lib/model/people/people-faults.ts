import type { Fault } from '../fault/fault';
import { shown } from '../fault/fault';
import { foreignGroupFaults, peopleGroupFaults, type GroupOwner } from './group-names';
import type { Numbered } from '../fault/numbered';
import { PERSONAS } from './persona';
import { projectNamespace, type ProjectProps } from '../project/project';
import type { Draft } from '../fault/shape';

/** A group that a project names beside its derived ones. */
interface NamedGroup {
  readonly name: string;
  readonly path: string;
  readonly project: string | undefined;
  /** Whether its members change something, or open shells; viewers only look. */
  readonly acts: boolean;
}

/** Groups of people that would reach further than their project. */
export function peopleFaults(platform: string | undefined, projects: Numbered<ProjectProps>): Fault[] {
  const groups = projects.flatMap(([project, path]) => namedGroups(project, path));
  return [
    ...groups.flatMap(({ name, path }) => peopleGroupFaults(name, path)),
    ...groups.flatMap(({ name, path, project }) =>
      project === undefined ? [] : foreignGroupFaults(name, path, platform, project),
    ),
    ...sharedGroupFaults(groups),
  ];
}

/**
 * One group in two projects carries data between them: who creates Jobs in both acts as both accounts. Where nobody of it
 * acts in any, such as a group of auditors, it may look at several.
 */
function sharedGroupFaults(groups: readonly NamedGroup[]): Fault[] {
  return groups.flatMap((group, index) => {
    const others = groups.filter(({ name, project }) => name === group.name && project !== group.project);
    const earlier = others.find((other) => groups.indexOf(other) < index);
    if (earlier === undefined || ![group, ...others].some(({ acts }) => acts)) return [];
    return [
      {
        path: group.path,
        given: shown(group.name),
        allowed: 'a group of this project alone; only viewers may be those of several',
        fix: `${earlier.path} has it too: make a group for each project, and add who belongs to both to both`,
      },
    ];
  });
}

function namedGroups({ name: project, people, unsafe }: Draft<ProjectProps>, path: string): NamedGroup[] {
  const list = (names: readonly (string | undefined)[] | undefined, at: string, acts: boolean): NamedGroup[] =>
    (names ?? []).flatMap((name, index) =>
      name === undefined ? [] : [{ name, path: `${at}[${index}]`, project, acts }],
    );
  return [
    ...PERSONAS.flatMap((persona) => list(people?.[`${persona}s`], `${path}.people.${persona}s`, persona !== 'viewer')),
    ...list(unsafe?.debuggers?.groups, `${path}.unsafe.debuggers.groups`, true),
  ];
}

/** Whose groups and accounts are whose, for the checks of those who administer. */
export function groupOwners(platform: string | undefined, projects: Numbered<ProjectProps>): readonly GroupOwner[] {
  return projects.flatMap(([project, path]) => {
    const { name, existing } = project;
    if (name === undefined || platform === undefined) return [];
    const adopted = existing?.namespace === undefined ? {} : { existing: { namespace: existing.namespace } };
    return [
      {
        project: name,
        namespace: projectNamespace(platform, { name, ...adopted }),
        groups: namedGroups(project, path).map((group) => group.name),
      },
    ];
  });
}
