import { few } from '../../few';
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
    const { authority, scope, platform } = evidence;
    const homes = new Map<string, string>(
      (platform?.projects ?? []).flatMap(({ namespace, groups }) =>
        Object.values(groups)
          .flat()
          .map((group) => [`Group ${group}`, namespace] as const),
      ),
    );
    const projectsOf = new Map<string, { subject: RbacSubject; projects: Set<string> }>();
    for (const { name } of scope.namespaces) {
      for (const binding of authority.bindingsIn(name)) {
        const problems: Problem[] = [];
        for (const subject of binding.subjects) {
          if (isEverybody(subject)) problems.push(fails(`binds ${subjectText(subject)}: everybody`));
          if (subject.kind === 'ServiceAccount' && subject.namespace !== name && scope.contains(subject.namespace))
            problems.push(fails(`binds ${subjectText(subject)} of another project`));
          const home = homes.get(`${subject.kind} ${subject.name}`);
          if (home !== undefined && home !== name)
            problems.push(fails(`binds ${subjectText(subject)}, which the description has in ${home}`));
          if (!isPerson(evidence, subject)) continue;
          const key = subjectText(subject);
          const known = projectsOf.get(key) ?? { subject, projects: new Set() };
          known.projects.add(name);
          projectsOf.set(key, known);
        }
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
