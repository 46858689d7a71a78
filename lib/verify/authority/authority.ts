import { grouped, groupedByEach } from '../../model/grouped';
import { glob, globMatches, type Glob } from '../glob/glob';
import type { Inputs } from '../input/inputs';
import { MASTERS } from '../../model/people/system-groups';
import { onceFor } from '../once-for';
import { AUTHORIZERS, type Authorizer } from './authorizers';
import type { CloudAccess } from './cloud-access';
import { cloudAccess } from './eks-access';
import { isUntouched } from './every-cluster';
import { readRbac, roleKey, type Binding, type Rbac, type RbacRole } from './read-rbac';
import { namesLimitedTo, ruleAllows, ruleAllowsSome, type ApiRequest, type Rule } from './rule';
import { identityOf, type Identity, type RbacSubject } from './subject';
import type { UrlRequest } from './url';

/** Why somebody may do something. */
export interface Grant {
  /** Who has it. */
  readonly subject: RbacSubject;
  /** The binding that gives it. */
  readonly binding: Binding;
  /** The role that it binds. */
  readonly role: RbacRole;
  /** Position of the rule in the role, from 0. */
  readonly rule: number;
  /** Names that the right is limited to; undefined for all. */
  readonly names: readonly string[] | undefined;
}

/** A right of a list that a role gives, both by position. */
interface RuleFor {
  readonly position: number;
  readonly rule: number;
}

/**
 * Who may do what with the API server: roles and bindings of the input, those that every cluster has, and what EKS lets
 * and the other authorizers let in beside them. RBAC only allows, so rights are the union of all bindings.
 */
export class Authority {
  /** Roles and bindings of the input, and those of every cluster. */
  readonly rbac: Rbac;
  /** Principals of the cloud that get in. */
  readonly cloud: readonly CloudAccess[];
  private readonly bindings: readonly Binding[];
  /** Everybody whom a binding names. */
  readonly subjects: readonly RbacSubject[];
  /** Bindings of the whole cluster. */
  readonly clusterWide: readonly Binding[];
  /** Of these, what is not of every cluster by itself: a binding that somebody made, or one whose role was changed. */
  readonly madeClusterWide: readonly Binding[];
  private readonly byNamespace: ReadonlyMap<string | undefined, readonly Binding[]>;
  /** Those of namespaces that a pattern names. */
  private readonly byPattern: { readonly pattern: Glob; readonly binding: Binding }[] = [];
  /** Both, for the namespaces that were asked about. */
  private readonly inNamespace = new Map<string, readonly Binding[]>();
  /** Of bindings that are none of RBAC, by name. */
  private readonly otherRoles = new Map<string, RbacRole>();
  /** Bindings of RBAC and others, by position, that name a user or a group. */
  private readonly bySubject: ReadonlyMap<string, readonly number[]>;
  /** What a role has of a list of rights. */
  private readonly rulesAmong = onceFor((rights: readonly ApiRequest[]) =>
    onceFor((role: RbacRole) =>
      rights.flatMap((right, position): readonly RuleFor[] => {
        const rule = this.bestRule(role.rules, right);
        return rule === undefined ? [] : [{ position, rule }];
      }),
    ),
  );

  /** @throws InvalidInputError if the API server would refuse a role or binding */
  constructor(inputs: Pick<Inputs, 'objects' | 'plans' | 'faults'>) {
    this.rbac = readRbac(inputs);
    this.cloud = cloudAccess(inputs);
    inputs.faults.refuse();
    this.bindings = [
      ...this.rbac.bindings,
      ...AUTHORIZERS.map((authorizer) => this.authorizerBinding(authorizer)),
      ...this.cloud.flatMap((access) => this.accessBindings(access)),
    ];
    this.subjects = different(this.bindings);
    this.clusterWide = this.bindings.filter(({ namespace }) => namespace === undefined);
    this.madeClusterWide = this.clusterWide.filter((binding) => this.isMade(binding));
    for (const binding of this.bindings)
      if (binding.namespace !== undefined && isPattern(binding))
        this.byPattern.push({ pattern: glob(binding.namespace), binding });
    const named = this.bindings.filter((binding) => !isPattern(binding));
    this.byNamespace = grouped(named, ({ namespace }) => namespace);
    this.bySubject = groupedByEach(
      this.bindings.keys(),
      (index) => new Set((this.bindings[index] as Binding).subjects.map(subjectKey)),
    );
  }

  /** Every subject that is given a right by a binding, and how. A right for some names only counts with its names. */
  grants(request: ApiRequest | UrlRequest): readonly Grant[] {
    return this.holdingIn(request).flatMap((binding) => {
      const role = this.roleOf(binding);
      if (role === undefined) return [];
      const rule = this.bestRule(role.rules, request);
      if (rule === undefined) return [];
      const names = limitingNames(role, rule, request);
      return binding.subjects.map((subject) => ({ subject, binding, role, rule, names }));
    });
  }

  /**
   * Who is given one of some rights in a namespace or in the cluster, right by right, by bindings that somebody made:
   * those that every cluster has are left out. A role is compared with the list once, however many bindings name it: the
   * list has to be the same array each time.
   */
  grantsAmong(rights: readonly ApiRequest[], namespace?: string): readonly (Grant & { readonly right: ApiRequest })[] {
    const own = namespace === undefined ? [] : this.bindingsIn(namespace);
    const rulesFor = this.rulesAmong(rights);
    return [...this.madeClusterWide, ...own]
      .flatMap((binding) => {
        const role = this.roleOf(binding);
        return role === undefined ? [] : rulesFor(role).map((match) => ({ ...match, binding, role }));
      })
      .sort((a, b) => a.position - b.position)
      .flatMap(({ position, rule, binding, role }) =>
        binding.subjects.map((subject) => {
          const right = rights[position] as ApiRequest;
          return { right, subject, binding, role, rule, names: limitingNames(role, rule, right) };
        }),
      );
  }

  /** Whether somebody may do something, as the API server's own review answers it. */
  may(identity: Identity, request: ApiRequest | UrlRequest): boolean {
    if (identity.groups.includes(MASTERS)) return true;
    const namespace = 'url' in request ? undefined : request.namespace;
    return this.heldBy(identity).some(
      (binding) => holdsIn(binding, namespace) && this.rulesOf(binding)?.some((rule) => ruleAllows(rule, request)),
    );
  }

  /** The same for a subject of a binding. */
  subjectMay(subject: RbacSubject, request: ApiRequest): boolean {
    return this.may(identityOf(subject), request);
  }

  /** Everybody whom a binding of a namespace or of the cluster names. */
  subjectsIn(namespace: string): readonly RbacSubject[] {
    return different([...this.bindingsIn(namespace), ...this.clusterWide]);
  }

  /** Bindings of a namespace only. */
  bindingsIn(namespace: string): readonly Binding[] {
    const own = this.byNamespace.get(namespace) ?? [];
    if (this.byPattern.length === 0) return own;
    const known = this.inNamespace.get(namespace) ?? [
      ...own,
      ...this.byPattern.filter(({ pattern }) => globMatches(pattern, namespace)).map(({ binding }) => binding),
    ];
    this.inNamespace.set(namespace, known);
    return known;
  }

  /** Namespaces that have a binding, and patterns of such, in order. */
  get boundNamespaces(): readonly string[] {
    const named = this.bindings.flatMap(({ namespace }) => namespace ?? []);
    return [...new Set(named)].sort();
  }

  /** Bindings of RBAC that name somebody, or a group of theirs, in the order of the input. */
  bindingsOf(identity: Identity): readonly Binding[] {
    return this.heldBy(identity).filter(({ kind }) => kind === 'RoleBinding' || kind === 'ClusterRoleBinding');
  }

  /** The same, and what holds beside RBAC. */
  heldBy({ user, groups }: Identity): readonly Binding[] {
    const found = [`user ${user}`, ...groups.map((group) => `group ${group}`)].flatMap(
      (name) => this.bySubject.get(name) ?? [],
    );
    return [...new Set(found)].sort((a, b) => a - b).map((index) => this.bindings[index] as Binding);
  }

  /** A binding of a namespace holds for calls in it; calls about all namespaces need one of the cluster. */
  private holdingIn(request: ApiRequest | UrlRequest): readonly Binding[] {
    const namespace = 'url' in request ? undefined : request.namespace;
    const own = namespace === undefined ? [] : this.bindingsIn(namespace);
    return own.length === 0 ? this.clusterWide : [...this.clusterWide, ...own];
  }

  /** Principals of the cloud that are in a group or are a user. */
  principalsBehind(subject: RbacSubject): readonly string[] {
    return this.cloud
      .filter(({ user, groups }) =>
        subject.kind === 'Group' ? groups.includes(subject.name) : subject.kind === 'User' && subject.name === user,
      )
      .map(({ principal }) => principal);
  }

  /** The rules behind a binding; undefined where its role is not there. */
  rulesOf(binding: Binding): readonly Rule[] | undefined {
    return this.roleOf(binding)?.rules;
  }

  /** Bindings to roles that are not there. They grant nothing, until somebody makes the role. */
  get dangling(): readonly Binding[] {
    return this.rbac.bindings.filter((binding) => this.roleOf(binding) === undefined);
  }

  /** Access policies whose content is not known. */
  get unknownPolicies(): readonly string[] {
    return this.cloud.flatMap(({ principal, policies }) =>
      policies.filter(({ rules }) => rules === undefined).map(({ name }) => `access policy ${name} of ${principal}`),
    );
  }

  private isMade(binding: Binding): boolean {
    if (binding.kind === 'Authorizer') return false;
    const rules = this.rulesOf(binding) ?? [];
    return binding.object !== undefined || !binding.subjects.every((subject) => isUntouched(binding, subject, rules));
  }

  private roleOf({ kind, role, namespace }: Binding): RbacRole | undefined {
    return kind === 'AccessEntry' || kind === 'Authorizer'
      ? this.otherRoles.get(role.name)
      : this.rbac.roles.get(roleKey(role.kind, namespace, role.name));
  }

  /** A rule for all names, otherwise one for some. */
  private bestRule(rules: readonly Rule[], request: ApiRequest | UrlRequest): number | undefined {
    const whole = rules.findIndex((rule) => ruleAllows(rule, request));
    if (whole !== -1) return whole;
    const some = rules.findIndex((rule) => ruleAllowsSome(rule, request));
    return some === -1 ? undefined : some;
  }

  private authorizerBinding({ name, group, rules }: Authorizer): Binding {
    this.otherRoles.set(name, { kind: 'ClusterRole', namespace: undefined, name, rules });
    return {
      kind: 'Authorizer',
      namespace: undefined,
      name,
      role: { kind: 'ClusterRole', name },
      subjects: [{ kind: 'Group', name: group }],
      object: undefined,
    };
  }

  private accessBindings({ principal, policies, source }: CloudAccess): readonly Binding[] {
    return policies.flatMap(({ name, rules, namespaces }) => {
      if (rules === undefined) return [];
      const role = `eks:${name}`;
      this.otherRoles.set(role, { kind: 'ClusterRole', namespace: undefined, name, rules });
      return (namespaces ?? [undefined]).map((namespace): Binding => ({
        kind: 'AccessEntry',
        namespace,
        name: source,
        role: { kind: 'ClusterRole', name: role },
        subjects: [{ kind: 'IAM', name: principal }],
        object: undefined,
      }));
    });
  }
}

function limitingNames(
  role: RbacRole,
  position: number,
  request: ApiRequest | UrlRequest,
): readonly string[] | undefined {
  const rule = role.rules[position];
  return rule === undefined || 'url' in request || ruleAllows(rule, request)
    ? undefined
    : namesLimitedTo(rule, request);
}

/** A binding of a namespace holds for calls in it; calls about all namespaces need one of the cluster. */
export function holdsIn(binding: Binding, namespace: string | undefined): boolean {
  if (binding.namespace === undefined || binding.namespace === namespace) return true;
  return namespace !== undefined && isPattern(binding) && globMatches(glob(binding.namespace), namespace);
}

/** Only access policies of EKS have patterns: no namespace has a star in its name. */
function isPattern({ kind, namespace }: Binding): boolean {
  return kind === 'AccessEntry' && namespace?.includes('*') === true;
}

/** The user or the group that a subject means. */
function subjectKey(subject: RbacSubject): string {
  return subject.kind === 'Group' ? `group ${subject.name}` : `user ${identityOf(subject).user}`;
}

function different(bindings: readonly Binding[]): readonly RbacSubject[] {
  const found = new Map<string, RbacSubject>();
  for (const { subjects } of bindings) {
    for (const subject of subjects) found.set(JSON.stringify(subject), subject);
  }
  return [...found.values()];
}
