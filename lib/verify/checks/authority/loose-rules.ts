import { operatorNamespaces } from '../../../model/component/operator-namespaces';
import { subjectText } from '../../authority/subject';
import type { Evidence } from '../../evidence';
import { few } from '../../few';
import { itemsIn, type Field } from '../../input/field';
import { isKind } from '../../input/kubernetes-object';
import { roleKey } from '../../authority/read-rbac';
import { engineNamespace } from '../../scope/engine-namespace';
import { isEverybody, isPerson } from '../../scope/people';
import type { Check } from '../check';
import { belongsTo } from './parts/holders';
import { fails, notKnown, objectSubject, type Judged, type Problem } from '../../problem';

const GROUP = 'rbac.authorization.k8s.io';

export const looseRules: Check = {
  id: 'authority/loose-rules',
  title: 'Roles and bindings of projects mean what they seem to say',
  why: 'An empty list of names means every name, and a binding to a role that is not there grants whatever somebody writes into it.',
  stops: ['A2'],
  control: 'rules without stars, with names or without the field, bindings to roles that exist',
  fix: 'leave resourceNames out or name the objects; remove bindings to roles that do not exist',
  *judge(evidence) {
    const { inputs, scope, authority, objects } = evidence;
    const boundInProjects = new Set<string>();
    for (const object of inputs.objects) {
      if (!scope.contains(object.namespace)) continue;
      if (isKind(object, GROUP, 'Role')) {
        const problems = itemsIn(object.field, 'rules').flatMap((rule): Problem[] => {
          const names = rule.get('resourceNames');
          const isEmpty = Array.isArray(names?.value) && names.value.length === 0;
          return [
            ...(isEmpty ? [fails('an empty list of names means all of them', { at: names })] : []),
            ...stars(rule),
          ];
        });
        yield { subject: objectSubject(object), problems };
      }
      if (isKind(object, GROUP, 'RoleBinding')) {
        const role = object.field.get('roleRef');
        const kind = role?.get('kind')?.value === 'ClusterRole' ? 'ClusterRole' : 'Role';
        const name = String(role?.get('name')?.value);
        if (kind === 'ClusterRole') boundInProjects.add(name);
        const exists = authority.rbac.roles.has(roleKey(kind, object.namespace, name));
        const problems = exists ? [] : [fails(`binds ${kind} ${name}, which is not in the files`, { at: role })];
        yield { subject: objectSubject(object), problems };
      }
    }
    for (const role of objects.ofKind(GROUP, 'ClusterRole')) {
      if (!boundInProjects.has(role.name)) continue;
      yield { subject: objectSubject(role), problems: itemsIn(role.field, 'rules').flatMap(stars) };
    }
    if (scope.namespaces.length > 0) yield* leadingOut(evidence);
  },
};

/** Bindings of the whole cluster, and where its components run, to roles that somebody else may have made. */
function* leadingOut(evidence: Evidence): Generator<Judged> {
  const { authority, platform, scope } = evidence;
  const own = new Set([...operatorNamespaces(platform ?? { components: [] }), engineNamespace(platform)]);
  for (const { object, namespace, role, subjects } of authority.dangling) {
    if (object === undefined || (namespace !== undefined && (scope.contains(namespace) || !own.has(namespace))))
      continue;
    const bound = subjects.filter(
      (subject) =>
        (isEverybody(subject) || isPerson(evidence, subject)) &&
        (namespace === undefined || !belongsTo(namespace, subject)),
    );
    if (bound.length === 0) continue;
    const { shown, all } = few(bound.map(subjectText));
    const message = `binds ${role.kind} ${role.name}, which is not in the files: what it gives to ${shown} is not known`;
    yield { subject: objectSubject(object), problems: [notKnown(message, { at: object.field.get('roleRef'), all })] };
  }
}

/** A star gives what nobody listed: what a later version or another operator adds too. */
function stars(rule: Field): readonly Problem[] {
  return (['verbs', 'resources', 'apiGroups'] as const).flatMap((list): Problem[] => {
    const star = itemsIn(rule, list).find(({ value }) => value === '*');
    return star === undefined
      ? []
      : [fails(`allows every one of ${list}, those that come later included`, { at: star })];
  });
}
