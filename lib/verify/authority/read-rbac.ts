import { itemsIn, type Field } from '../input/field';
import type { Inputs } from '../input/inputs';
import { isKind, labelsOf, type KubernetesObject } from '../input/kubernetes-object';
import { completeLabels } from '../labels/labels';
import { EVERYTHING, matches, readSelector, selectorOfLabels, type Selector } from '../labels/selector';
import { BUILT_IN_BINDINGS, BUILT_IN_CLUSTER_ROLES, CONTROLLER_ROLES } from './builtin-roles.generated';
import { subjectsOf } from './builtin-roles';
import type { Rule } from './rule';
import type { RbacSubject } from './subject';

const GROUP = 'rbac.authorization.k8s.io';

/** A role with every rule that it has in the end. */
export interface RbacRole {
  readonly kind: 'Role' | 'ClusterRole';
  /** Undefined for cluster roles. */
  readonly namespace: string | undefined;
  readonly name: string;
  readonly rules: readonly Rule[];
}

/** A binding of subjects to a role. */
export interface Binding {
  readonly kind: 'RoleBinding' | 'ClusterRoleBinding' | 'AccessEntry' | 'Authorizer';
  /** Where it holds; undefined for the whole cluster. */
  readonly namespace: string | undefined;
  readonly name: string;
  readonly role: { readonly kind: RbacRole['kind']; readonly name: string };
  readonly subjects: readonly RbacSubject[];
  /** Undefined for bindings that are not in the input because every cluster has them. */
  readonly object: KubernetesObject | undefined;
}

export interface Rbac {
  /** By {@link roleKey}. */
  readonly roles: ReadonlyMap<string, RbacRole>;
  readonly bindings: readonly Binding[];
}

export function roleKey(kind: RbacRole['kind'], namespace: string | undefined, name: string): string {
  return `${kind}\n${kind === 'Role' ? (namespace ?? '') : ''}\n${name}`;
}

/**
 * The roles and bindings of the input, and those that every API server creates for itself unless the input has them.
 * Aggregated roles are collected first: a role with the right label extends the built-in ones
 * (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles).
 *
 * @throws InvalidInputError if the API server would refuse one of them
 */
export function readRbac({ objects, faults }: Pick<Inputs, 'objects' | 'faults'>): Rbac {
  const written = new Map<string, WrittenRole>();
  // Those of the controllers too: whoever is bound to one has its rights, whether it is in the input or not.
  for (const { name, namespace, labels, aggregates, rules } of [...BUILT_IN_CLUSTER_ROLES, ...CONTROLLER_ROLES]) {
    const kind = namespace === undefined ? 'ClusterRole' : 'Role';
    written.set(roleKey(kind, namespace, name), {
      kind,
      namespace,
      name,
      rules,
      labels: new Map(Object.entries(labels)),
      aggregates: aggregates.map((required) => selectorOfLabels(Object.entries(required))),
    });
  }
  const bindings: Binding[] = [];
  for (const object of objects) {
    if (isKind(object, GROUP, 'Role') || isKind(object, GROUP, 'ClusterRole')) {
      const role = readRole(object);
      written.set(roleKey(role.kind, role.namespace, role.name), role);
    } else if (isKind(object, GROUP, 'RoleBinding') || isKind(object, GROUP, 'ClusterRoleBinding')) {
      const binding = readBinding(object);
      if (binding !== undefined) bindings.push(binding);
    }
  }
  faults.refuse();
  return {
    roles: new Map([...written].map(([key, role]) => [key, collected(role, written)])),
    bindings: [...bindings, ...builtIn(bindings)],
  };
}

interface WrittenRole extends RbacRole {
  readonly labels: ReadonlyMap<string, string>;
  readonly aggregates: readonly Selector[];
}

/**
 * A role with the rules of all that it aggregates, and of what those aggregate. Its own rules count too, although a
 * controller overwrites them (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles): in
 * a dump they are what the controller has found, roles that are not in the input among it; in a manifest they hold until
 * it comes. Nothing in the input tells the two apart, and a right too many is seen where one too few is not.
 */
function collected(role: WrittenRole, written: ReadonlyMap<string, WrittenRole>): RbacRole {
  const { kind, namespace, name } = role;
  if (role.aggregates.length === 0) return { kind, namespace, name, rules: role.rules };
  const seen = new Set<WrittenRole>();
  const visit = (item: WrittenRole): void => {
    if (seen.has(item)) return;
    seen.add(item);
    for (const selector of item.aggregates) {
      for (const other of written.values()) {
        if (other.kind === 'ClusterRole' && matches(selector, completeLabels(other.labels)) === 'yes') visit(other);
      }
    }
  };
  visit(role);
  return { kind, namespace, name, rules: [...seen].flatMap(({ rules }) => rules) };
}

function readRole(object: KubernetesObject): WrittenRole {
  const { field, kind, namespace, name } = object;
  const selectors = itemsIn(field, 'aggregationRule', 'clusterRoleSelectors');
  return {
    kind: kind as RbacRole['kind'],
    namespace,
    name,
    rules: itemsIn(field, 'rules').map(readRule),
    labels: labelsOf(field.get('metadata')),
    aggregates: selectors.map((selector) => readSelector(selector) ?? EVERYTHING),
  };
}

function readRule(field: Field): Rule {
  const texts = (key: string): readonly string[] | undefined => {
    const list = field.get(key);
    return list === undefined ? undefined : list.items().flatMap((item) => item.text() ?? []);
  };
  const verbs = texts('verbs');
  if (verbs === undefined || verbs.length === 0) field.refuse('verbs', 'say what the rule allows');
  const [apiGroups, resources, resourceNames, nonResourceURLs] = [
    texts('apiGroups'),
    texts('resources'),
    texts('resourceNames'),
    texts('nonResourceURLs'),
  ];
  return {
    verbs: verbs ?? [],
    ...(apiGroups === undefined ? {} : { apiGroups }),
    ...(resources === undefined ? {} : { resources }),
    ...(resourceNames === undefined ? {} : { resourceNames }),
    ...(nonResourceURLs === undefined ? {} : { nonResourceURLs }),
  };
}

function readBinding(object: KubernetesObject): Binding | undefined {
  const { field, kind, namespace, name } = object;
  const roleRef = field.get('roleRef');
  const roleKind = roleRef?.get('kind')?.value;
  const roleName = roleRef === undefined ? undefined : given(roleRef, 'name');
  const known = roleKind === 'ClusterRole' || (roleKind === 'Role' && kind === 'RoleBinding');
  if (roleRef === undefined || roleName === undefined || !known) {
    (roleRef ?? field).refuse(
      `a roleRef to a ${kind === 'RoleBinding' ? 'Role or ClusterRole' : 'ClusterRole'}`,
      'name kind and name',
    );
    return undefined;
  }
  refuseOtherGroup(roleRef, GROUP);
  return {
    kind: kind as Binding['kind'],
    namespace: kind === 'RoleBinding' ? namespace : undefined,
    name,
    role: { kind: roleKind, name: roleName },
    subjects: itemsIn(field, 'subjects').flatMap((subject) => readSubject(subject, namespace) ?? []),
    object,
  };
}

function readSubject(field: Field, bindingNamespace: string | undefined): RbacSubject | undefined {
  const kind = field.get('kind')?.value;
  const name = given(field, 'name');
  if (name !== undefined && (kind === 'User' || kind === 'Group')) {
    refuseOtherGroup(field, GROUP);
    return { kind, name };
  }
  if (name !== undefined && kind === 'ServiceAccount') {
    refuseOtherGroup(field, '');
    const namespace = given(field, 'namespace') ?? bindingNamespace;
    if (namespace !== undefined) return { kind, name, namespace };
  }
  field.refuse('a User, a Group, or a ServiceAccount with its namespace', 'complete the subject');
  return undefined;
}

/** The API server takes an empty text for none (https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/rbac/v1/defaults.go). */
function given(field: Field, key: string): string | undefined {
  const text = field.get(key)?.text();
  return text === '' ? undefined : text;
}

/** A reference has one group only, which the API server fills in where there is none. */
function refuseOtherGroup(field: Field, group: string): void {
  const written = given(field, 'apiGroup');
  if (written !== undefined && written !== group)
    field.get('apiGroup')?.refuse(group === '' ? 'no group: accounts are of the core' : group, 'leave apiGroup out');
}

function builtIn(written: readonly Binding[]): readonly Binding[] {
  const given = new Set(written.filter(({ kind }) => kind === 'ClusterRoleBinding').map(({ name }) => name));
  return BUILT_IN_BINDINGS.filter(({ name }) => !given.has(name)).map((binding) => ({
    kind: 'ClusterRoleBinding',
    namespace: undefined,
    name: binding.name,
    role: { kind: 'ClusterRole', name: binding.role },
    subjects: subjectsOf(binding),
    object: undefined,
  }));
}
