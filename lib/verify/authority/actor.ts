import type { Authority } from './authority';
import { roleKey, type Binding, type Role } from './read-rbac';
import { ruleAllowsSome, type ApiRequest } from './rule';
import { identityOf, type Subject } from './subject';

/** Somebody who makes calls: a subject as it is, or one who takes on another. */
export interface Actor {
  readonly subject: Subject;
  may(request: ApiRequest): boolean;
  /** Whether it may do something, at least for objects of some name. */
  mayForSome(request: ApiRequest): boolean;
  /** Bindings and roles of whom the calls are. */
  readonly roles: readonly { readonly binding: Binding; readonly role: Role }[];
}

export function actorOf(authority: Authority, subject: Subject): Actor {
  const roles = authority.bindingsOf(identityOf(subject)).flatMap((binding) => {
    const role = authority.rbac.roles.get(roleKey(binding.role.kind, binding.namespace, binding.role.name));
    return role === undefined ? [] : [{ binding, role }];
  });
  return {
    subject,
    roles,
    may: (request) => authority.subjectMay(subject, request),
    mayForSome: (request) =>
      authority.subjectMay(subject, request) ||
      roles.some(
        ({ binding, role }) =>
          (binding.namespace === undefined || binding.namespace === request.namespace) &&
          role.rules.some((rule) => ruleAllowsSome(rule, request)),
      ),
  };
}
