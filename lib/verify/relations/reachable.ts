import type { Evidence } from '../evidence';
import { blockText } from '../reachability/addresses';
import {
  connectionsText,
  either,
  isNone,
  NO_CONNECTIONS,
  without,
  type Connections,
} from '../reachability/connections';
import { isDenied, type Estimate } from '../reachability/estimate';
import type { PodClass } from '../reachability/pod-class';
import type { ProjectNetwork } from '../scope/project-network';
import { byText } from './text-order';

/** A namespace, or addresses outside the cluster, whose pods may open connections to those of another. */
export interface Reachable {
  readonly from: string;
  readonly to: string;
  /** `All Connections`, or ports by protocol: `TCP 443,UDP 53`. */
  readonly connections: string;
  /** `undecided`: the input does not exclude it, and does not say that it is so. */
  readonly status: 'allowed' | 'undecided';
}

/** What stands for every namespace that no policy names. */
export const ANY_OTHER_NAMESPACE = 'any other namespace';

/** What stands before a range of addresses outside the cluster. */
export const OUTSIDE = 'outside ';

/**
 * Connections of projects, namespace by namespace, for any pod that could be there: what some pod of one may open to
 * some pod of the other. Ordered by name. Ranges of IPv6 are left out as long as no policy names any.
 */
export function reachable({ network, scope }: Evidence): readonly Reachable[] {
  const found = new Map<string, { readonly from: string; readonly to: string; estimate: Estimate }>();
  const add = (from: string, to: string, { atLeast, atMost }: Estimate): void => {
    const key = `${from}\n${to}`;
    const earlier = found.get(key)?.estimate ?? { atLeast: NO_CONNECTIONS, atMost: NO_CONNECTIONS };
    const estimate = { atLeast: either(earlier.atLeast, atLeast), atMost: either(earlier.atMost, atMost) };
    found.set(key, { from, to, estimate });
  };
  for (const { name } of scope.namespaces) {
    for (const { source, destination, estimate } of network.contacts(name))
      add(partyOf(network, source), partyOf(network, destination), estimate);
    for (const item of network.classesIn(name)) addOutside(network, item, add);
  }
  return [...found.values()]
    .flatMap(({ from, to, estimate: { atLeast, atMost } }) => [
      ...row(from, to, atLeast, 'allowed'),
      ...row(from, to, without(atMost, atLeast), 'undecided'),
    ])
    .sort((a, b) => byText(a.from, b.from) || byText(a.to, b.to) || byText(a.status, b.status));
}

function addOutside(
  { reachability }: ProjectNetwork,
  item: PodClass,
  add: (from: string, to: string, estimate: Estimate) => void,
): void {
  for (const direction of ['ingress', 'egress'] as const) {
    for (const { addresses, estimate } of reachability.outside(direction, item)) {
      if (isDenied(estimate) || (addresses.v4.length === 0 && !reachability.namesIpv6)) continue;
      const outside = `${OUTSIDE}${blockText(addresses)}`;
      if (direction === 'ingress') add(outside, item.namespace.name, estimate);
      else add(item.namespace.name, outside, estimate);
    }
  }
}

function row(from: string, to: string, connections: Connections, status: Reachable['status']): readonly Reachable[] {
  return isNone(connections) ? [] : [{ from, to, connections: connectionsText(connections), status }];
}

function partyOf(network: ProjectNetwork, item: PodClass): string {
  return network.isStranger(item) ? ANY_OTHER_NAMESPACE : item.namespace.name;
}
