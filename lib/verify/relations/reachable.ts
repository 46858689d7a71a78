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
import { beyondIntendedAddresses } from '../scope/intended-addresses';
import type { ProjectNetwork } from '../scope/project-network';
import { beyondIntended } from '../scope/services';
import { byNaturalOrder } from '../natural-order';

/** A namespace, or addresses outside the cluster, whose pods may open connections to those of another. */
export interface Reachable {
  /** Name of a namespace, or `outside ` and a range of addresses. */
  readonly from: string;
  /** The same of the other end. */
  readonly to: string;
  /** `All Connections`, or ports by protocol: `TCP 443,UDP 53`. */
  readonly connections: string;
  /** `undecided`: the input does not exclude it, and does not say that it is so. */
  readonly status: 'allowed' | 'undecided';
  /** Present where a project reaches more there than it is meant to. */
  readonly unmeant?: true;
}

/** What stands for every namespace that no policy names. */
const ANY_OTHER_NAMESPACE = 'any other namespace';

/** What stands before a range of addresses outside the cluster. */
export const OUTSIDE = 'outside ';

/**
 * Connections of projects, namespace by namespace, for any pod that could be there: what some pod of one may open to
 * some pod of the other. Ordered by name. Ranges of IPv6 are left out as long as no policy names any.
 */
export function reachable(evidence: Evidence): readonly Reachable[] {
  const { network, scope } = evidence;
  const found = new Map<string, Found>();
  const add: Add = (from, to, { atLeast, atMost }, unmeant) => {
    const key = `${from}\n${to}`;
    const earlier = found.get(key);
    const estimate = {
      atLeast: either(earlier?.estimate.atLeast ?? NO_CONNECTIONS, atLeast),
      atMost: either(earlier?.estimate.atMost ?? NO_CONNECTIONS, atMost),
    };
    found.set(key, { from, to, estimate, unmeant: unmeant || earlier?.unmeant === true });
  };
  const isUnmeant = unmeantAddresses(evidence);
  for (const namespace of scope.namespaces) {
    const { name } = namespace;
    for (const pair of network.contacts(name)) {
      const unmeant = beyondIntended(evidence, namespace, pair).length > 0;
      add(partyOf(network, pair.source), partyOf(network, pair.destination), pair.estimate, unmeant);
    }
    for (const item of network.classesIn(name)) addOutside(network, item, isUnmeant, add);
  }
  return [...found.values()]
    .flatMap(({ from, to, estimate: { atLeast, atMost }, unmeant }) => [
      ...row(from, to, atLeast, 'allowed', unmeant),
      ...row(from, to, without(atMost, atLeast), 'undecided', unmeant),
    ])
    .sort((a, b) => byNaturalOrder(a.from, b.from) || byNaturalOrder(a.to, b.to) || byNaturalOrder(a.status, b.status));
}

interface Found {
  readonly from: string;
  readonly to: string;
  readonly estimate: Estimate;
  readonly unmeant: boolean;
}

type Add = (from: string, to: string, estimate: Estimate, unmeant: boolean) => void;

type Outside = ReturnType<ProjectNetwork['reachability']['outside']>[number];

/** Whether a project is not meant to have connections with addresses; asked once for all that are treated alike. */
function unmeantAddresses(evidence: Evidence): (outside: Outside) => boolean {
  const known = new Map<Outside, boolean>();
  return (outside) => {
    const { addresses, estimate } = outside;
    const answer =
      known.get(outside) ?? !isNone(beyondIntendedAddresses(evidence, addresses, estimate.atMost).connections);
    known.set(outside, answer);
    return answer;
  };
}

function addOutside(
  { reachability }: ProjectNetwork,
  item: PodClass,
  isUnmeant: (outside: Outside) => boolean,
  add: Add,
): void {
  for (const direction of ['ingress', 'egress'] as const) {
    for (const outside of reachability.outside(direction, item)) {
      const { addresses, estimate } = outside;
      if (isDenied(estimate) || (addresses.v4.length === 0 && !reachability.namesIpv6)) continue;
      const name = `${OUTSIDE}${blockText(addresses)}`;
      // What comes in from outside is none of a project's doing, and crosses its border anyway.
      if (direction === 'ingress') add(name, item.namespace.name, estimate, false);
      else add(item.namespace.name, name, estimate, isUnmeant(outside));
    }
  }
}

function row(
  from: string,
  to: string,
  connections: Connections,
  status: Reachable['status'],
  unmeant: boolean,
): readonly Reachable[] {
  if (isNone(connections)) return [];
  return [{ from, to, connections: connectionsText(connections), status, ...(unmeant ? { unmeant } : {}) }];
}

function partyOf(network: ProjectNetwork, item: PodClass): string {
  return network.isStranger(item) ? ANY_OTHER_NAMESPACE : item.namespace.name;
}
