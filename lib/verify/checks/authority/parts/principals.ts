import { grouped } from '../../../../model/grouped';
import type { CloudAccess } from '../../../authority/cloud-access';
import type { RbacSubject } from '../../../authority/subject';
import type { Evidence } from '../../../evidence';
import { byNaturalOrder } from '../../../natural-order';
import { isAdministrator } from '../../../scope/people';

/** A principal of the cloud, and what its groups and access policies come to. */
export interface Principal {
  readonly name: string;
  /** Projects in which a binding names it or one of its groups. */
  readonly projects: readonly string[];
  readonly isAdministrator: boolean;
}

/** Principals of the cloud by all that lets them in: bindings tell groups apart, and somebody may be in several. */
export function principalsOf({ authority, scope }: Evidence): readonly Principal[] {
  const projects = new Map<string, Set<string>>();
  for (const { name } of scope.namespaces)
    for (const { kind, name: who } of authority.bindingsIn(name).flatMap(({ subjects }) => subjects)) {
      const key = `${kind} ${who}`;
      projects.set(key, (projects.get(key) ?? new Set()).add(name));
    }
  return [...grouped(authority.cloud, ({ principal }) => principal)].map(([name, ways]) => {
    const meant = ways.flatMap(subjectsOf);
    const works = meant.flatMap((subject) => [...(projects.get(`${subject.kind} ${subject.name}`) ?? [])]);
    return {
      name,
      projects: [...new Set(works)].sort(byNaturalOrder),
      isAdministrator: meant.some((subject) => isAdministrator(authority, subject)),
    };
  });
}

/** Whoever comes in this way, as bindings name them. */
const subjectsOf = ({ principal, user, groups }: CloudAccess): readonly RbacSubject[] => [
  { kind: 'IAM', name: principal },
  { kind: 'User', name: user },
  ...groups.map((name): RbacSubject => ({ kind: 'Group', name })),
];
