import { few } from '../../few';
import { subjectText, type RbacSubject } from '../../authority/subject';
import type { Evidence } from '../../evidence';
import { isEverybody, isPerson } from '../../scope/people';
import type { Check } from '../check';
import { fails, namedSubject, objectSubject, type Problem } from '../../problem';
import { holders, holdingProblem } from './parts/holders';
import { END_WORK, SEE_WORK, WORK, WRITE_SERVICES } from '../../authority/rights';

/** What a project's people have no business with in the others, and those who look after the whole cluster do. */
const BESIDE_WORK = [...SEE_WORK, ...END_WORK, ...WRITE_SERVICES];

export const acrossProjects: Check = {
  id: 'authority/across-projects',
  title: 'Nobody who works in one project works in another by the same binding or group',
  why: "A group that is bound in two projects, or in the whole cluster, sees and starts the other's jobs.",
  stops: ['A2'],
  control:
    "groups of each project, bound in the project's namespace only; no binding of the cluster that starts, changes or stops jobs, or reads logs",
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
    for (const [name, { projects }] of projectsOf) {
      if (projects.size < 2) continue;
      const { shown, all } = few([...projects].sort(), ', ', 4);
      yield { subject: namedSubject(name), problems: [fails(`works in ${projects.size} projects: ${shown}`, { all })] };
    }
    if (scope.namespaces.length > 0) {
      const members = new Set([...homes.keys(), ...projectsOf.keys()]);
      yield { subject: namedSubject('cluster'), problems: everywhere(evidence, members) };
    }
  },
};

/** Who works in every project by a binding of the whole cluster; whoever is of one project may not look, end work or move Services either. */
function everywhere(evidence: Evidence, members: ReadonlySet<string>): readonly Problem[] {
  const working = holders(evidence, WORK);
  const known = new Set(working.map(({ subject }) => subjectText(subject)));
  const looking = holders(evidence, BESIDE_WORK).filter(
    ({ subject }) => members.has(subjectText(subject)) && !known.has(subjectText(subject)),
  );
  return [...working, ...looking].map((holding) => holdingProblem(holding, ' in every project'));
}
