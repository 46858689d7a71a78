import { MASTERS } from '../../model/people/system-groups';
import { onceFor, onceForName } from '../once-for';
import { holdsIn, type Authority } from './authority';
import { roleKey, type Binding, type RbacRole } from './read-rbac';
import { ruleAllows, ruleAllowsSome, type ApiRequest, type Rule } from './rule';
import { identityOf, subjectText, type RbacSubject } from './subject';

/** Somebody who makes calls: a subject as it is, or one who takes on another. */
export interface Actor {
  readonly subject: RbacSubject;
  may(request: ApiRequest): boolean;
  /** Whether it may do something, at least for objects of some name. */
  mayForSome(request: ApiRequest): boolean;
  /** Bindings and roles of whom the calls are. */
  readonly roles: readonly { readonly binding: Binding; readonly role: RbacRole }[];
  /** Where it has rights beside those of the whole cluster; patterns of access policies as they stand. */
  readonly namespaces: readonly string[];
  /** Whether any of its rights is one to take on others by headers. */
  readonly impersonates: boolean;
}

const actorsOf = onceFor<Authority, Map<string, Actor>>(() => new Map());

/** What a subject has is looked up once, however many calls are asked about. */
export function actorOf(authority: Authority, subject: RbacSubject): Actor {
  const known = actorsOf(authority);
  const key = subjectText(subject);
  const actor = known.get(key) ?? newActor(authority, subject);
  known.set(key, actor);
  return actor;
}

function newActor(authority: Authority, subject: RbacSubject): Actor {
  const identity = identityOf(subject);
  const isMaster = identity.groups.includes(MASTERS);
  const held = authority.heldBy(identity).map((binding) => ({ binding, rules: authority.rulesOf(binding) ?? [] }));
  const everywhere = held.filter(({ binding }) => binding.namespace === undefined).flatMap(({ rules }) => rules);
  const ofNamespaces = held.filter(({ binding }) => binding.namespace !== undefined);
  const inNamespace = onceForName((namespace: string): readonly Rule[] =>
    held.filter(({ binding }) => holdsIn(binding, namespace)).flatMap(({ rules }) => rules),
  );
  const rulesIn = (namespace: string | undefined): readonly Rule[] =>
    namespace === undefined || ofNamespaces.length === 0 ? everywhere : inNamespace(namespace);
  return {
    subject,
    roles: authority.bindingsOf(identity).flatMap((binding) => {
      const role = authority.rbac.roles.get(roleKey(binding.role.kind, binding.namespace, binding.role.name));
      return role === undefined ? [] : [{ binding, role }];
    }),
    namespaces: [...new Set(ofNamespaces.flatMap(({ binding }) => binding.namespace ?? []))],
    impersonates:
      isMaster ||
      held.some(({ rules }) =>
        rules.some(({ verbs }) => verbs.some((verb) => verb === '*' || verb.startsWith('impersonate'))),
      ),
    may: (request) => isMaster || rulesIn(request.namespace).some((rule) => ruleAllows(rule, request)),
    mayForSome: (request) => isMaster || rulesIn(request.namespace).some((rule) => ruleAllowsSome(rule, request)),
  };
}
