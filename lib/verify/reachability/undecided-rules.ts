import { objectName } from '../input/kubernetes-object';
import { few } from '../few';
import { blockTexts, contains, type Addresses } from './addresses';
import type { End, WorkloadEnd } from './ends';
import { addressesOfPod } from './pod-addresses';
import type { PodClass } from './pod-class';
import type { AdminPolicy } from './policies/admin-policy';
import type { Direction } from './policies/network-policy';
import type { Peer } from './policies/peer';
import { podsAmong, type BlocksOf } from './block-of-pods';
import type { Reachability } from './reachability';
import { selects } from './selection';

/** What would decide about the rules of the policies that govern an end, with the other end as their peer. */
export function* undecidedRules(
  reachability: Reachability,
  direction: Direction,
  own: WorkloadEnd,
  other: End,
): Generator<string> {
  for (const item of own.classes) {
    for (const { policy } of reachability.governing(item)) {
      const peers = (policy[direction] ?? []).flatMap((rule) => rule.peers ?? []);
      yield* undecidedPeers(reachability, peers, other, 'policy');
    }
    for (const tier of [reachability.policies.admin, reachability.policies.baseline]) {
      const policies = tier.filter((policy) => concerns(policy, direction, item));
      for (const policy of policies) {
        const peers = policy[direction].flatMap((rule) => rule.peers);
        yield* undecidedPeers(reachability, peers, other, 'tier');
        if (policy.inEffect === 'perhaps')
          yield `whether the installed release of the CNI enforces ${objectName(policy.object)}`;
      }
      yield* equals(policies);
    }
  }
}

function concerns({ subject, ...policy }: AdminPolicy, direction: Direction, item: PodClass): boolean {
  return !item.hostNetwork && policy[direction].length > 0 && selects(subject, item) !== 'no';
}

/** Policies of a tier come in the order of their priority. */
function* equals(policies: readonly AdminPolicy[]): Generator<string> {
  for (const [index, policy] of policies.entries()) {
    const next = policies[index + 1];
    if (next?.priority === policy.priority)
      yield `which of ${objectName(policy.object)} and ${objectName(next.object)} comes first: both have priority ${policy.priority}`;
  }
}

function* undecidedPeers(
  reachability: Reachability,
  peers: readonly Peer[],
  other: End,
  kind: BlocksOf,
): Generator<string> {
  if (other.kind === 'outside') {
    if (peers.some((peer) => peer.kind === 'unresolved' && peer.mayBe === 'outside'))
      yield 'a rule names what only a cluster can resolve';
    return;
  }
  const blocks = peers.flatMap((peer) => (peer.kind === 'addresses' ? [peer.addresses] : []));
  for (const { addressGroup, workloads } of other.classes) {
    const undecided = blocks.filter(
      (block) => podsAmong[kind](block, reachability.premises, addressGroup.addresses) === 'maybe',
    );
    if (undecided.length === 0) continue;
    // Pods that a block holds in part are like those whose addresses are not known.
    const own = workloads.map(({ object }) => addressesOfPod(object)).find((addresses) => addresses !== undefined);
    yield undecidedBlocks(reachability, undecided, own, other);
  }
}

function undecidedBlocks(
  { premises }: Reachability,
  blocks: readonly Addresses[],
  own: Addresses | undefined,
  { name }: End,
): string {
  const { shown } = few([...new Set(blocks.flatMap(blockTexts))]);
  if (own === undefined) {
    const more = premises.podAddresses === undefined ? ', or --assume pod-cidr=...' : '';
    return `the addresses of ${name} (status.podIPs${more}): ${shown} may hold them`;
  }
  return blocks.every((block) => contains(block, own))
    ? `whether ${shown} means ${name}, whose address it holds (--assume cni=...)`
    : `what becomes of ${name}, with addresses inside and outside of ${shown}`;
}
