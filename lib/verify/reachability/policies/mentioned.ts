import type { Requirement, Selector } from '../../labels/selector';
import type { Addresses } from '../addresses';
import type { Direction } from './network-policy';
import type { Peer } from './peer';
import type { Policies } from './policies';
import type { PortRule } from './port-rule';

/** What rules mention: nothing else can make a difference between pods. */
export interface Mentioned {
  /** Keys of labels. */
  readonly labels: ReadonlySet<string>;
  /** Whether some rule names a port. */
  readonly portNames: boolean;
  /** Each `ipBlock` of a NetworkPolicy. */
  readonly blocks: { readonly [direction in Direction]: readonly Addresses[] };
  /** Each network of an admin policy. */
  readonly networks: readonly Addresses[];
}

export function mentioned({ byNamespace, admin, baseline }: Policies): Mentioned {
  const labels = new Set<string>();
  let portNames = false;
  const add = ({ requirements }: Selector): void => requirements.forEach(({ key }: Requirement) => labels.add(key));
  const addRule = (peers: readonly Peer[], ports: PortRule, blocks: Addresses[]): void => {
    portNames ||= ports.names.length > 0;
    for (const peer of peers) {
      if (peer.kind === 'pods') add(peer.pods);
      if (peer.kind === 'addresses') blocks.push(peer.addresses);
    }
  };
  const blocks = { ingress: [] as Addresses[], egress: [] as Addresses[] };
  for (const policy of [...byNamespace.values()].flat()) {
    add(policy.pods);
    for (const direction of ['ingress', 'egress'] as const)
      for (const { peers, ports } of policy[direction] ?? []) addRule(peers ?? [], ports, blocks[direction]);
  }
  const networks: Addresses[] = [];
  for (const policy of [...admin, ...baseline]) {
    add(policy.subject.pods);
    for (const { peers, ports } of [...policy.ingress, ...policy.egress]) addRule(peers, ports, networks);
  }
  return { labels, portNames, blocks, networks };
}
