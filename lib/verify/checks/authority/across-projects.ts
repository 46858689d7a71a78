import { NODES, NODE_USER } from '../../../model/people/system-groups';
import { few } from '../../few';
import { looksLikeProduction } from '../../scope/production';
import { DEFAULT_ACCOUNT } from '../../workload/account';
import { subjectText, type RbacSubject } from '../../authority/subject';
import type { Evidence } from '../../evidence';
import { byNaturalOrder } from '../../natural-order';
import { isPerhapsOperator } from '../../scope/operators';
import { isEverybody, isPerson, undescribed } from '../../scope/people';
import type { Check } from '../check';
import { fails, namedSubject, notKnown, objectSubject, type Problem } from '../../problem';
import { holders, holdingProblem, mendedByHolder } from './parts/holders';
import { principalsOf, type Principal } from './parts/principals';
import { END_WORK, SEE_WORK, WORK, WRITE_SERVICES } from '../../authority/rights';

/** What a project's people have no business with in the others, and those who look after the whole cluster do. */
const BESIDE_WORK = [...SEE_WORK, ...END_WORK, ...WRITE_SERVICES];

export const acrossProjects: Check = {
  id: 'authority/across-projects',
  title: 'Nobody who works in one project works in another by the same binding or group',
  why: "A group that is bound in two projects, or in the whole cluster, sees and starts the other's jobs.",
  stops: ['A2'],
  control:
    "groups of each project, bound in the project's namespace only, and nobody in groups of two; no binding of the cluster that starts, changes or stops jobs, or reads logs",
  fix: 'bind a group of the project in its namespace',
  openWorld: true,
  *judge(evidence) {
    const { authority, scope } = evidence;
    const homes = homesOf(evidence);
    const projectsOf = new Map<string, { subject: RbacSubject; projects: Set<string> }>();
    for (const { name } of scope.namespaces) {
      for (const binding of authority.bindingsIn(name)) {
        for (const subject of binding.subjects.filter((one) => isPerson(evidence, one))) {
          const key = subjectText(subject);
          const known = projectsOf.get(key) ?? { subject, projects: new Set() };
          known.projects.add(name);
          projectsOf.set(key, known);
        }
        const problems = binding.subjects.flatMap((subject) => [...strangeIn(evidence, name, subject, homes)]);
        if (binding.object !== undefined) yield { subject: objectSubject(binding.object), problems };
      }
    }
    for (const [name, { subject, projects }] of projectsOf) {
      if (projects.size < 2) continue;
      const problem = worksIn([...projects].sort(byNaturalOrder));
      const isPerhapsMeant = isPerhapsOperator(evidence, subject);
      yield {
        subject: namedSubject(name),
        problems: [
          isPerhapsMeant ? notKnown(`${problem.message}; ${undescribed(subject)}`, { all: problem.all }) : problem,
        ],
      };
    }
    for (const principal of principalsOf(evidence)) {
      const problem = principalProblem(evidence, principal);
      if (problem !== undefined) yield { subject: namedSubject(principal.name), problems: [problem] };
    }
    if (scope.namespaces.length > 0) {
      const members = new Set([...homes.keys(), ...projectsOf.keys()]);
      yield { subject: namedSubject('cluster'), problems: everywhere(evidence, members) };
    }
  },
};

/** Namespaces of the groups that a description has, each by `Group <name>`. */
function homesOf({ platform }: Evidence): ReadonlyMap<string, string> {
  return new Map(
    (platform?.projects ?? []).flatMap(({ namespace, groups }) =>
      Object.values(groups)
        .flat()
        .map((group) => [`Group ${group}`, namespace] as const),
    ),
  );
}

/** What is wrong with somebody whom a binding of a project names. */
function* strangeIn(
  { scope }: Evidence,
  namespace: string,
  subject: RbacSubject,
  homes: ReadonlyMap<string, string>,
): Generator<Problem> {
  const who = subjectText(subject);
  if (isEverybody(subject)) yield fails(`binds ${who}: everybody`);
  if (subject.kind === 'ServiceAccount' && subject.namespace !== namespace && scope.contains(subject.namespace))
    yield fails(`binds ${who} of another project`);
  if (isNobodys(subject, namespace)) yield fails(`binds ${who}, as which whatever runs there works in the project`);
  const home = homes.get(`${subject.kind} ${subject.name}`);
  if (home !== undefined && home !== namespace) yield fails(`binds ${who}, which the description has in ${home}`);
}

/** Accounts that many share: the default one of another namespace, those of production, and nodes with all that runs on them. */
function isNobodys(subject: RbacSubject, project: string): boolean {
  if (subject.kind === 'ServiceAccount')
    return (
      subject.namespace !== project && (subject.name === DEFAULT_ACCOUNT || looksLikeProduction(subject.namespace))
    );
  return subject.kind === 'Group' ? subject.name === NODES : subject.name.startsWith(NODE_USER);
}

function worksIn(projects: readonly string[]): Problem {
  const { shown, all } = few(projects, ', ', 4);
  return fails(`works in ${projects.length} projects: ${shown}`, { all });
}

/** Somebody of several groups is in the projects of all of them. The platform's own people are in no group of a project. */
function principalProblem({ platform }: Evidence, { name, projects, isAdministrator }: Principal): Problem | undefined {
  if (projects.length === 0 || platform?.aws?.access.administrators.includes(name) === true) return undefined;
  if (isAdministrator) return fails(`works in ${projects[0]} and holds every right in the cluster`);
  return projects.length > 1 ? worksIn(projects) : undefined;
}

/** Who works in every project by a binding of the whole cluster; whoever is of one project may not look, end work or move Services either. */
function everywhere(evidence: Evidence, members: ReadonlySet<string>): readonly Problem[] {
  const working = holders(evidence, WORK);
  const known = new Set(working.map(({ subject }) => subjectText(subject)));
  const looking = holders(evidence, BESIDE_WORK).filter(
    ({ subject }) => members.has(subjectText(subject)) && !known.has(subjectText(subject)),
  );
  return [...working, ...looking].map((holding) =>
    mendedByHolder(evidence, holdingProblem(holding, ' in every project'), holding),
  );
}
