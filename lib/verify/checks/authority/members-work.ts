import type { Persona, Project } from '../../../model';
import type { ApiRequest } from '../../authority/rule';
import type { RbacSubject } from '../../authority/subject';
import type { Evidence } from '../../evidence';
import { describedProject } from '../../scope/described-project';
import { isPerson } from '../../scope/people';
import { namespaceSubject } from '../../scope/training-scope';
import type { Check } from '../check';
import { fails, type Problem } from '../../problem';
import { RUN_CODE } from '../../authority/rights';

export const membersWork: Check = {
  id: 'authority/members-work',
  title: 'Those who work in a project can start jobs and see what becomes of them',
  why: 'Rights that nobody has are not isolation but a project at rest; people then ask for an administrator.',
  stops: [],
  control: "a binding of the project's group to a role with jobs and pods/log",
  fix: 'bind the group of the project to a role that creates Jobs and reads pods and their logs',
  positive: true,
  *judge(evidence) {
    const { authority, scope, platform } = evidence;
    for (const namespace of scope.namespaces) {
      const { name } = namespace;
      const bound = authority.bindingsIn(name).flatMap(({ subjects }) => subjects);
      const people = bound.filter((subject) => isPerson(evidence, subject));
      if (people.length === 0) continue;
      const project = describedProject(platform, name);
      const problems =
        project === undefined ? somebodyProblems(evidence, people, name) : memberProblems(evidence, project);
      yield { subject: namespaceSubject(namespace), problems };
    }
  },
};

type Right = Omit<ApiRequest, 'namespace'>;

const rights = (verbs: readonly string[], apiGroup: string, resource: string, subresource?: string): readonly Right[] =>
  verbs.map((verb) => ({ verb, apiGroup, resource, ...(subresource === undefined ? {} : { subresource }) }));

const WRITE = ['create', 'update', 'patch', 'delete'];
const SEE = [
  ...rights(['get', 'list', 'watch'], '', 'pods'),
  ...rights(['get'], '', 'pods', 'log'),
  ...rights(['list'], '', 'events'),
  ...rights(['get', 'list', 'watch'], 'batch', 'jobs'),
];
const RUN_JOBS = rights(['create', 'delete'], 'batch', 'jobs');

/** What each persona does all day; engineers do all of it. */
const WORK: Readonly<Record<Persona, readonly Right[]>> = {
  viewer: SEE,
  scientist: [...SEE, ...RUN_JOBS],
  engineer: [...SEE, ...RUN_JOBS, ...rights(WRITE, 'apps', 'deployments'), ...rights(WRITE, '', 'services')],
};

/** Whether each group of the description can do what its persona is there for. */
function memberProblems({ authority }: Evidence, { groups, namespace }: Project): readonly Problem[] {
  const held = new Map<string, Set<Right>>();
  for (const { subject, right, names } of authority.grantsAmong(WORK.engineer, namespace)) {
    if (subject.kind !== 'Group' || names !== undefined) continue;
    held.set(subject.name, (held.get(subject.name) ?? new Set()).add(right));
  }
  return (Object.keys(WORK) as Persona[]).flatMap((persona) =>
    groups[persona].flatMap((name) => {
      const missing = WORK[persona].filter((right) => held.get(name)?.has(right) !== true);
      const texts = missing.map(({ verb, resource, subresource }) =>
        [verb, subresource === undefined ? resource : `${resource}/${subresource}`].join(' '),
      );
      return texts.length === 0 ? [] : [fails(`the ${persona}s of group ${name} may not ${texts.join(', ')}`)];
    }),
  );
}

/** Without a description anybody will do. */
function somebodyProblems(
  { authority }: Evidence,
  people: readonly RbacSubject[],
  namespace: string,
): readonly Problem[] {
  const may = (right: Right): boolean =>
    people.some((subject) => authority.subjectMay(subject, { ...right, namespace }));
  const [list, log] = [rights(['list'], '', 'pods'), rights(['get'], '', 'pods', 'log')];
  return [
    ...(RUN_CODE.some(may) ? [] : [fails('nobody whom its bindings name may create Jobs')]),
    ...([...list, ...log].every(may) ? [] : [fails('nobody whom its bindings name may see pods and their logs')]),
  ];
}
