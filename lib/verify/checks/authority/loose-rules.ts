import { isKind } from '../../input/kubernetes-object';
import { roleKey } from '../../authority/read-rbac';
import type { Check } from '../check';
import { fails, objectSubject, type Problem } from '../finding';

const GROUP = 'rbac.authorization.k8s.io';

export const looseRules: Check = {
  id: 'authority/loose-rules',
  title: 'Roles and bindings of projects mean what they seem to say',
  why: 'An empty list of names means every name, and a binding to a role that is not there grants whatever somebody writes into it.',
  answers: ['A2'],
  control: 'rules with names or without the field, bindings to roles that exist',
  fix: 'leave resourceNames out or name the objects; remove bindings to roles that do not exist',
  *judge({ inputs, scope, authority }) {
    for (const object of inputs.objects) {
      if (!scope.contains(object.namespace)) continue;
      if (isKind(object, GROUP, 'Role')) {
        const problems = (object.field.get('rules')?.items() ?? []).flatMap((rule): Problem[] => {
          const names = rule.get('resourceNames');
          const isEmpty = Array.isArray(names?.value) && names.value.length === 0;
          const everything =
            rule
              .get('verbs')
              ?.items()
              .some(({ value }) => value === '*') === true;
          return [
            ...(isEmpty ? [fails('an empty list of names means all of them', { at: names })] : []),
            ...(everything
              ? [fails('allows every verb, those that come later included', { at: rule.get('verbs') })]
              : []),
          ];
        });
        yield { subject: objectSubject(object), problems };
      }
      if (isKind(object, GROUP, 'RoleBinding')) {
        const role = object.field.get('roleRef');
        const kind = role?.get('kind')?.value === 'ClusterRole' ? 'ClusterRole' : 'Role';
        const name = String(role?.get('name')?.value);
        const exists = authority.rbac.roles.has(roleKey(kind, object.namespace, name));
        const problems = exists ? [] : [fails(`binds ${kind} ${name}, which is not in the files`, { at: role })];
        yield { subject: objectSubject(object), problems };
      }
    }
  },
};
