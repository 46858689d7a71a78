import { or, type Match } from '../match';
import { contains, type Addresses } from './addresses';
import type { PodClass } from './pod-class';
import type { Peer } from './policies/peer';
import { networksMatchNodes, podsAmong, type BlocksOf } from './block-of-pods';
import type { NetworkPremises } from './premises';
import { selects } from './selection';

/** Whether one of the peers of a rule means a pod, by whose rule it is. */
export function peersMatchPod(peers: readonly Peer[], item: PodClass, of: BlocksOf, premises: NetworkPremises): Match {
  return peers.map((peer) => peerMatchesPod(peer, item, of, premises)).reduce(or, 'no');
}

export function peerMatchesPod(peer: Peer, item: PodClass, of: BlocksOf, premises: NetworkPremises): Match {
  const { hostNetwork, addressGroup } = item;
  switch (peer.kind) {
    case 'pods':
      // Pods on their node's network are neither subjects nor peers of admin policies.
      return of === 'tier' && hostNetwork ? 'no' : selects(peer, item);
    case 'addresses':
      if (hostNetwork) return of === 'tier' ? networksMatchNodes(peer.addresses) : 'maybe';
      return podsAmong[of](peer.addresses, premises, addressGroup.addresses);
    case 'unresolved':
      // Domains may have names of nodes; who is behind either is not known.
      return hostNetwork ? 'maybe' : 'no';
  }
}

/** Whether one of them means addresses outside the cluster. */
export function peersMatchOutside(peers: readonly Peer[], outside: Addresses): Match {
  return peers.map((peer) => peerMatchesOutside(peer, outside)).reduce(or, 'no');
}

function peerMatchesOutside(peer: Peer, outside: Addresses): Match {
  if (peer.kind === 'addresses') return contains(peer.addresses, outside) ? 'yes' : 'no';
  return peer.kind === 'unresolved' && peer.mayBe === 'outside' ? 'maybe' : 'no';
}
