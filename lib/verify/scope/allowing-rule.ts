import { placeIn, type Place } from '../problem';
import { peerMatchesPod } from '../reachability/peer-match';
import type { PodClass } from '../reachability/pod-class';
import type { Addresses } from '../reachability/addresses';
import { contains } from '../reachability/addresses';
import type { Direction, NetworkPolicy } from '../reachability/policies/network-policy';
import type { PolicyPeer } from '../reachability/policies/peer';
import type { Reachability } from '../reachability/reachability';

/** The rule that lets a connection through at one end, for findings: where to look. */
export interface AllowingRule {
  readonly policy: NetworkPolicy;
  readonly place: Place;
  /** What the rule says of the other end; undefined where it names nobody. */
  readonly by: PolicyPeer['kind'] | undefined;
}

/** The first rule of the policies that govern a pod and name a peer; undefined where no policy governs it. */
export function allowingRule(
  reachability: Reachability,
  direction: Direction,
  item: PodClass,
  other: PodClass | Addresses,
): AllowingRule | undefined {
  for (const { policy } of reachability.governing(item)) {
    for (const rule of policy[direction] ?? []) {
      const peer = rule.peers?.find((named) => concerns(reachability, named, other));
      if (rule.peers !== undefined && peer === undefined) continue;
      return { policy, place: placeIn(policy.object, 'spec', direction, rule.index), by: peer?.kind };
    }
  }
  return undefined;
}

function concerns(reachability: Reachability, peer: PolicyPeer, other: PodClass | Addresses): boolean {
  if ('v4' in other) return peer.kind === 'addresses' && contains(peer.addresses, other);
  return peerMatchesPod(peer, other, 'policy', reachability.premises) !== 'no';
}
