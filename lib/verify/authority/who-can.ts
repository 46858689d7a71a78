import { byKey } from '../../model/code-unit-order';
import type { Authority, Grant } from './authority';
import { isOfEveryCluster, isOfKubernetesItself } from './every-cluster';
import { indirectPaths } from './indirect';
import { isOutsideNamespaces } from './resource-name';
import type { ApiRequest } from './rule';
import { subjectText, type RbacSubject } from './subject';
import type { UrlRequest } from './url';

/** Somebody who has a right, and through what. */
export interface Holder {
  /** Who has the right. */
  readonly subject: RbacSubject;
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
  /** Includes those who can get the right in more than one step; of paths that are no resource, nobody. @default false */
  readonly indirect?: boolean;
}

/**
 * Everybody who has a right, each once a namespace, ordered by name. Without a namespace the answer covers all: rights
 * of the whole cluster, and rights in single namespaces beside them.
 */
export function whoCan(
  authority: Authority,
  request: ApiRequest | UrlRequest,
  options: WhoCanOptions = {},
): readonly Holder[] {
  const holders = new Map<string, Holder>();
  for (const call of 'url' in request ? [request] : inAllScopes(authority, request)) {
    for (const grant of authority.grants(call)) {
      if (options.system !== true && isOfEveryCluster(grant, call)) continue;
      // What holds everywhere, or in all namespaces of a pattern, is not told again for each.
      if (call !== request && grant.binding.namespace !== ('url' in call ? undefined : call.namespace)) continue;
      add(holders, authority, grant.subject, grant.binding.namespace ?? '*', grant, []);
    }
  }
  if (options.indirect === true && !('url' in request)) {
    for (const call of inAllScopes(authority, request)) {
      for (const { subject, steps } of indirectPaths(authority, call)) {
        if (options.system !== true && isOfKubernetesItself(subject)) continue;
        if (holders.has(`${subjectText(subject)}\n*`)) continue;
        add(holders, authority, subject, call.namespace ?? '*', undefined, steps);
      }
    }
  }
  return [...holders].sort(byKey).map(([, holder]) => holder);
}

/** A request as it is and, where it names no namespace, in each of those that somebody is bound in. */
function inAllScopes(authority: Authority, request: ApiRequest): readonly ApiRequest[] {
  if (request.namespace !== undefined || isOutsideNamespaces(request)) return [request];
  return [request, ...authority.boundNamespaces.map((namespace) => ({ ...request, namespace }))];
}

function add(
  holders: Map<string, Holder>,
  authority: Authority,
  subject: RbacSubject,
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
