import { subjectText, type RbacSubject } from '../../authority/subject';
import { describedProject } from '../../scope/described-project';
import type { Binding } from '../../authority/read-rbac';
import { ruleAllows } from '../../authority/rule';
import type { Evidence } from '../../evidence';
import { isEverybody, isPerson, standingOf } from '../../scope/people';
import type { Check } from '../check';
import { fails, notKnown, namedSubject, objectSubject, type Problem } from '../../problem';
import { END_WORK, WORK as WRITE_WORK } from '../../authority/rights';

/** What it is to work in a project. Who only looks at an object of it is nobody's matter here. */
const WORK = [...WRITE_WORK, ...END_WORK];

export const membersNamed: Check = {
  id: 'authority/members-named',
  title: 'In a project only those whom the description names start, change or stop jobs or read logs',
  why: 'A group with a letter too many is one that anybody may be put into, and nobody looks at; it starts jobs all the same.',
  stops: ['A2'],
  control: "the description's groups in the bindings of the project's namespace",
  fix: 'take the binding away, or name the group under people of the project in the description',
  openWorld: true,
  *judge(evidence) {
    const { authority, scope, platform } = evidence;
    const homes = new Map(
      (platform?.projects ?? []).flatMap(({ peopleRoles, groups, unsafe }) => {
        const all = [...Object.values(groups).flat(), ...(unsafe.debuggers?.groups ?? [])];
        return all.map((group) => [group, new Set(peopleRoles.map(({ role }) => role))] as const);
      }),
    );
    // A principal whom the plan makes has no ARN yet: its name says nothing about the description.
    for (const { principal, groups } of authority.cloud.filter(({ principal }) => principal.startsWith('arn:'))) {
      const entered = groups.filter((group) => homes.get(group)?.has(principal) === false);
      if (!groups.some((group) => homes.has(group))) continue;
      const problems = entered.map((group) =>
        fails(`becomes a member of ${group}, and the description names it nowhere`),
      );
      yield { subject: namedSubject(principal), problems };
    }
    for (const { name } of scope.namespaces) {
      const project = describedProject(platform, name);
      if (project === undefined) continue;
      const named = new Set([...Object.values(project.groups).flat(), ...(project.unsafe.debuggers?.groups ?? [])]);
      const isStranger = (subject: RbacSubject): boolean =>
        // Accounts of projects, and everybody, are other checks' matter.
        !(subject.kind === 'Group' && named.has(subject.name)) &&
        !(subject.kind === 'ServiceAccount' && scope.contains(subject.namespace)) &&
        !isEverybody(subject) &&
        isPerson(evidence, subject) &&
        WORK.some((right) => authority.subjectMay(subject, { ...right, namespace: name }));
      for (const binding of authority.bindingsIn(name)) {
        const { subjects, object } = binding;
        const problems = subjects.flatMap((subject) => {
          const message = `gives rights to ${subjectText(subject)}, whom the description has nowhere in ${name}`;
          return isStranger(subject) ? [fails(message)] : operatorProblems(evidence, binding, subject);
        });
        yield { subject: object === undefined ? namedSubject(binding.name, name) : objectSubject(object), problems };
      }
    }
  },
};

/** An operator of the description that works in a project, where it is not known whether it has to. */
function operatorProblems(evidence: Evidence, binding: Binding, subject: RbacSubject): readonly Problem[] {
  if (subject.kind !== 'ServiceAccount' || isPerson(evidence, subject)) return [];
  const rules = evidence.authority.rulesOf(binding) ?? [];
  const doubt = WORK.filter((right) => rules.some((rule) => ruleAllows(rule, right)))
    .map((right) => standingOf(evidence, { subject, binding, names: undefined }, right))
    .find((standing) => typeof standing === 'object');
  return doubt === undefined ? [] : [notKnown(`gives rights to ${subjectText(subject)}; ${doubt.doubt}`)];
}
