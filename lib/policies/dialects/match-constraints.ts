import { grouped } from '../../model/grouped';
import type { Platform } from '../../model';
import type { JudgedKinds } from '../judged';
import type { Rule } from '../rule';
import { namespacesOf, type LabelSelector } from '../scope';

/** What Kubernetes and policies.kyverno.io match by, in the same fields. */
export interface MatchConstraints {
  readonly matchPolicy: 'Equivalent';
  readonly namespaceSelector?: LabelSelector;
  readonly resourceRules: readonly {
    readonly apiGroups: readonly string[];
    readonly apiVersions: readonly string[];
    readonly operations: readonly string[];
    readonly resources: readonly string[];
    readonly scope: '*';
  }[];
}

export function matchConstraints(platform: Platform, rule: Rule): MatchConstraints {
  const namespaceSelector = namespacesOf(platform, rule.scope);
  return {
    matchPolicy: 'Equivalent',
    ...(namespaceSelector === undefined ? {} : { namespaceSelector }),
    resourceRules: rule.judges.flatMap(resourceRules),
  };
}

/** One entry for the kinds that share group and version. */
function resourceRules({ kinds, operations }: JudgedKinds): MatchConstraints['resourceRules'] {
  return [...grouped(kinds, ({ group, version }) => `${group}/${version}`).values()].map((members) => ({
    apiGroups: [members[0]?.group ?? ''],
    apiVersions: [members[0]?.version ?? ''],
    operations,
    resources: members.map(({ resource, subresource }) => [resource, subresource].filter(Boolean).join('/')),
    // The default, written out: the server would add it, and every later apply would find a difference.
    scope: '*',
  }));
}
