import { AUTHENTICATED } from '../../model/people/system-groups';
import type { Grant } from './authority';
import type { Binding } from './read-rbac';
import { subjectsOf } from './builtin-roles';
import {
  BUILT_IN_BINDINGS,
  BUILT_IN_CLUSTER_ROLES,
  CONTROLLER_BINDINGS,
  CONTROLLER_ROLES,
} from './builtin-roles.generated';
import { ruleAllows, type ApiRequest, type Rule } from './rule';
import { subjectText, type RbacSubject } from './subject';
import type { UrlRequest } from './url';

/** Those of the controllers are known for dumps only: no right is looked for behind an account that no input shows. */
const BINDINGS = [...BUILT_IN_BINDINGS, ...CONTROLLER_BINDINGS];
const ROLES = new Map(
  [...BUILT_IN_CLUSTER_ROLES, ...CONTROLLER_ROLES].map(({ name, namespace, rules }) => [key(namespace, name), rules]),
);
/**
 * What the operator of Calico lets everybody through to its own API server with, which then asks for rights to the tier
 * (https://docs.tigera.io/calico/latest/network-policy/policy-tiers/rbac-tiered-policies).
 */
const CALICO_PASSTHROUGH: Own = {
  subjects: new Set([subjectText({ kind: 'Group', name: AUTHENTICATED })]),
  rules: [{ verbs: ['*'], apiGroups: ['projectcalico.org'], resources: ['networkpolicies', 'globalnetworkpolicies'] }],
};

/** Whom such a binding binds, and to which rules. */
interface Own {
  readonly subjects: ReadonlySet<string>;
  readonly rules: readonly Rule[];
}

const OWN = new Map<string, Own>([
  ...BINDINGS.map((binding): [string, Own] => [
    key(binding.namespace, binding.name),
    {
      subjects: new Set(subjectsOf(binding).map(subjectText)),
      rules: ROLES.get(key(binding.namespace, binding.role)) ?? [],
    },
  ]),
  [key(undefined, 'calico-tiered-policy-passthrough'), CALICO_PASSTHROUGH],
]);
const SUBJECTS = new Set(BINDINGS.flatMap(subjectsOf).map(subjectText));

/**
 * Whether every cluster gives this right to this subject by a binding of its own. A dump holds those bindings too, so it
 * does not count whether one is in the input. What somebody added to one of them, or to its role, is not of every
 * cluster.
 */
export function isOfEveryCluster(
  { subject, binding, names }: Pick<Grant, 'subject' | 'binding' | 'names'>,
  request: ApiRequest | UrlRequest,
): boolean {
  if (binding.kind === 'Authorizer') return true;
  if (binding.kind === 'AccessEntry') return false;
  return ownRules(binding, subject).some((rule) => gives(rule, request, names));
}

/** Whether a binding gives a subject nothing but what every cluster gives it by the binding of that name. */
export function isUntouched(binding: Binding, subject: RbacSubject, rules: readonly Rule[]): boolean {
  const own = ownRules(binding, subject);
  return own.length > 0 && rules.every((rule) => own.some((known) => contains(known, rule)));
}

/** Whether every cluster binds a subject by a binding of this name, to whatever. */
export function isBoundInEveryCluster(binding: Binding, subject: RbacSubject): boolean {
  return ownRules(binding, subject).length > 0;
}

/** Rules that every cluster binds a subject to by a binding of this name. */
function ownRules({ name, namespace }: Binding, subject: RbacSubject): readonly Rule[] {
  const own = OWN.get(key(namespace, name));
  return own?.subjects.has(subjectText(subject)) === true ? own.rules : [];
}

/** List by list; enough for rules that were copied. */
function contains(known: Rule, rule: Rule): boolean {
  const covers = (all: readonly string[] = [], some: readonly string[] = []): boolean =>
    some.every((item) => all.includes('*') || all.includes(item));
  return (
    covers(known.verbs, rule.verbs) &&
    covers(known.apiGroups, rule.apiGroups) &&
    covers(known.resources, rule.resources) &&
    covers(known.nonResourceURLs, rule.nonResourceURLs) &&
    JSON.stringify(known.resourceNames ?? []) === JSON.stringify(rule.resourceNames ?? [])
  );
}

/** Kubernetes' own users, groups and accounts. Groups of everybody are not among them: a way of theirs is news. */
export function isOfKubernetesItself(subject: RbacSubject): boolean {
  if (/^system:(authenticated$|unauthenticated$|anonymous$|serviceaccounts?(:|$))/.test(subject.name)) return false;
  if (SUBJECTS.has(subjectText(subject))) return true;
  return (subject.kind === 'User' || subject.kind === 'Group') && subject.name.startsWith('system:');
}

function gives(rule: Rule, request: ApiRequest | UrlRequest, names: readonly string[] | undefined): boolean {
  return (
    ruleAllows(rule, request) || (names !== undefined && names.every((name) => ruleAllows(rule, { ...request, name })))
  );
}

function key(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}
