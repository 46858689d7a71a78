import type { Authority, Grant } from './authority';
import { isOfEveryCluster, isOfKubernetesItself } from './every-cluster';
import { indirectPaths } from './indirect';
import type { ApiRequest } from './rule';
import { subjectText, type Subject } from './subject';

/** Somebody who has a right, and through what. */
export interface Holder {
  readonly subject: Subject;
  /** Where it holds; `*` for all namespaces. */
  readonly namespace: string;
  /** Bindings and rules that give it; empty for those who only can get it. */
  readonly grants: readonly Grant[];
  /** Steps by which somebody can get it who was not given it. */
  readonly steps: readonly string[];
  /** Principals of the cloud behind it. */
  readonly principals: readonly string[];
}

export interface WhoCanOptions {
  /** Includes what every cluster gives by itself: to `system:masters`, and to Kubernetes' own. @default false */
  readonly system?: boolean;
  /** Includes those who can get the right in more than one step. @default false */
  readonly indirect?: boolean;
}

/**
 * Everybody who has a right, each once a namespace, ordered by name. Without a namespace the answer covers all: rights
 * of the whole cluster, and rights in single namespaces beside them.
 */
export function whoCan(authority: Authority, request: ApiRequest, options: WhoCanOptions = {}): readonly Holder[] {
  const holders = new Map<string, Holder>();
  const scopes =
    request.namespace !== undefined ? [request.namespace] : [undefined, ...namespacesOfBindings(authority)];
  for (const namespace of scopes) {
    const asked: ApiRequest = namespace === undefined ? request : { ...request, namespace };
    for (const grant of authority.grants(asked)) {
      if (options.system !== true && isOfEveryCluster(grant, asked)) continue;
      // What holds everywhere is not told again for each namespace.
      if (request.namespace === undefined && namespace !== undefined && grant.binding.namespace === undefined) continue;
      add(holders, authority, grant.subject, grant.binding.namespace ?? '*', grant, []);
    }
  }
  if (options.indirect === true) {
    for (const namespace of scopes) {
      const asked: ApiRequest = namespace === undefined ? request : { ...request, namespace };
      for (const { subject, steps } of indirectPaths(authority, asked)) {
        if (options.system !== true && isOfKubernetesItself(subject)) continue;
        if (holders.has(`${subjectText(subject)}\n*`)) continue;
        add(holders, authority, subject, namespace ?? '*', undefined, steps);
      }
    }
  }
  return [...holders].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, holder]) => holder);
}

function add(
  holders: Map<string, Holder>,
  authority: Authority,
  subject: Subject,
  namespace: string,
  grant: Grant | undefined,
  steps: readonly string[],
): void {
  const key = `${subjectText(subject)}\n${namespace}`;
  const earlier = holders.get(key);
  holders.set(key, {
    subject,
    namespace,
    grants: [...(earlier?.grants ?? []), ...(grant === undefined ? [] : [grant])],
    steps: earlier?.steps ?? steps,
    principals: earlier?.principals ?? authority.principalsBehind(subject),
  });
}

function namespacesOfBindings({ rbac, cloud }: Authority): readonly string[] {
  const named = [
    ...rbac.bindings.map(({ namespace }) => namespace),
    ...cloud.flatMap(({ policies }) => policies.flatMap(({ namespaces }) => namespaces ?? [])),
  ];
  return [...new Set(named.filter((namespace) => namespace !== undefined))].sort();
}
