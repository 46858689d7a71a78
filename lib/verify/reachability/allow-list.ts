import { contains, type Addresses } from './addresses';
import { DENIED, eitherEstimate, perhaps, type Estimate } from './estimate';
import type { Match } from '../match';
import { onceFor } from '../once-for';
import type { AddressGroup } from './pod-addresses';
import type { PodClass } from './pod-class';
import { ANY_POD_PORTS, NO_POD_PORTS, portsOn, type PodPorts, type PortRule } from './policies/port-rule';
import type { AllowRule, Direction, NetworkPolicy } from './policies/network-policy';
import { blockMatchesPods } from './block-of-pods';
import type { NetworkPremises } from './premises';
import { isEveryPod, type Selection } from './selection';

/** A NetworkPolicy that governs some pods, or may. */
export interface Governing {
  readonly policy: NetworkPolicy;
  readonly match: Exclude<Match, 'no'>;
}

/** Ports that a rule allows with some peers, and how sure it is that the rule counts. */
interface Allowance {
  readonly ports: PortRule;
  readonly match: Exclude<Match, 'no'>;
}

/**
 * What a set of NetworkPolicies allows to the pods that it governs, in one direction. Pods under the same policies
 * share one of these.
 */
export class AllowList {
  /** Whether the pods are isolated in this direction at all; where they are not, everything is allowed. */
  readonly isolated: Match;
  /** Rules for everybody: pods and addresses. */
  private readonly everybody: Allowance[] = [];
  /** Rules for every pod, beside those for everybody. */
  private readonly everyPod: Allowance[] = [];
  /** Rules for pods by their address, with the match for each group of them. */
  private readonly podsByAddress: (Allowance & { readonly pods: readonly Match[] })[] = [];
  /** Rules for some pods, by class. */
  private readonly somePods = new Map<number, Allowance[]>();
  private readonly blocks: (Allowance & { readonly addresses: Addresses })[] = [];
  private readonly denseByPorts = new Map<string, Estimate>();
  private cachedDenseKey: string | undefined;
  private cachedOutsideKey: string | undefined;

  constructor(
    governing: readonly Governing[],
    private readonly direction: Direction,
    /** Ports of the governed pods: on ingress they are the destination. */
    private readonly ownPorts: PodPorts,
    private readonly selection: Selection,
    private readonly premises: NetworkPremises,
    private readonly addressGroups: readonly AddressGroup[],
  ) {
    const effective = governing.filter(({ policy }) => policy[direction] !== undefined);
    this.isolated = effective.some(({ match }) => match === 'yes') ? 'yes' : effective.length > 0 ? 'maybe' : 'no';
    for (const { policy, match } of effective) {
      for (const rule of policy[direction] ?? []) this.add(rule, match);
    }
  }

  /** What the policies allow with a class of pods; only rules count that match it. */
  with(peer: PodClass): Estimate {
    const sparse = this.somePods.get(peer.index);
    return sparse === undefined ? this.withAnyPod(peer) : this.total(sparse, peer.ports, this.withAnyPod(peer));
  }

  /** What the policies allow with every pod that has these ports and such an address. */
  withAnyPod({ ports, addressGroup: { index } }: Pick<PodClass, 'ports' | 'addressGroup'>): Estimate {
    const key = `${this.podsByAddress.length === 0 ? '' : index} ${this.direction === 'egress' ? ports.key : ''}`;
    let dense = this.denseByPorts.get(key);
    if (dense === undefined) {
      const byAddress = this.podsByAddress.flatMap(({ pods, ...allowance }) => among(allowance, pods[index]));
      dense = this.total([...this.everybody, ...this.everyPod, ...byAddress], ports, DENIED);
      this.denseByPorts.set(key, dense);
    }
    return dense;
  }

  /** Classes that are named by some rule. */
  get namedClasses(): Iterable<number> {
    return this.somePods.keys();
  }

  /** What the policies allow with addresses outside that all lie in the same blocks. */
  withAddresses(piece: Addresses): Estimate {
    const allowances = [...this.everybody, ...this.blocks.filter(({ addresses }) => contains(addresses, piece))];
    // An address has no named ports; on ingress it is the source and the ports are the pods' own.
    return this.total(allowances, NO_POD_PORTS, DENIED);
  }

  /** What the policies allow with whoever it is. */
  get withEverybody(): Estimate {
    return this.total(this.everybody, this.direction === 'egress' ? ANY_POD_PORTS : this.ownPorts, DENIED);
  }

  /** Equal for lists that treat addresses outside alike. */
  get outsideKey(): string {
    return (this.cachedOutsideKey ??= [
      this.isolated,
      ...this.everybody.map(allowanceKey),
      ...this.blocks.map((block) => `${addressesKey(block.addresses)} ${allowanceKey(block)}`),
    ].join('\n'));
  }

  /** Equal for lists that treat pods and whoever else alike, as far as no rule names them. */
  get denseKey(): string {
    return (this.cachedDenseKey ??= [
      this.isolated,
      ...this.everybody.map((allowance) => `everybody ${allowanceKey(allowance)}`),
      ...this.everyPod.map((allowance) => `every pod ${allowanceKey(allowance)}`),
      ...this.podsByAddress.map((allowance) => `${allowance.pods.join(' ')} ${allowanceKey(allowance)}`),
    ].join('\n'));
  }

  private add({ peers, ports }: AllowRule, match: Exclude<Match, 'no'>): void {
    if (peers === undefined) {
      this.everybody.push({ ports, match });
      return;
    }
    for (const peer of peers) {
      switch (peer.kind) {
        case 'addresses': {
          this.blocks.push({ ports, match, addresses: peer.addresses });
          this.addBlockOfPods({ ports, match }, peer.addresses);
          break;
        }
        case 'pods': {
          if (isEveryPod(peer)) {
            this.everyPod.push({ ports, match });
            break;
          }
          const { yes, maybe } = this.selection.selected(peer);
          for (const index of yes) this.allow(index, { ports, match });
          for (const index of maybe) this.allow(index, { ports, match: 'maybe' });
          break;
        }
      }
    }
  }

  private addBlockOfPods(allowance: Allowance, block: Addresses): void {
    const pods = this.addressGroups.map(({ addresses }) => blockMatchesPods(block, this.premises, addresses));
    if (new Set(pods).size > 1) this.podsByAddress.push({ ...allowance, pods });
    else this.everyPod.push(...among(allowance, pods[0]));
  }

  private allow(index: number, allowance: Allowance): void {
    const list = this.somePods.get(index);
    if (list === undefined) this.somePods.set(index, [allowance]);
    else list.push(allowance);
  }

  private total(allowances: readonly Allowance[], peerPorts: PodPorts, start: Estimate): Estimate {
    const destination = this.direction === 'egress' ? peerPorts : this.ownPorts;
    return allowances.reduce(
      (sum, { ports, match }) => eitherEstimate(sum, weighted(portsOn(ports, destination), match)),
      start,
    );
  }
}

const allowanceKey = ({ ports, match }: Allowance): string => `${portsKey(ports)} ${match}`;

/** The same few blocks and ports stand in the lists of every project. */
const portsKey = onceFor((ports: PortRule) => JSON.stringify(ports));
const addressesKey = onceFor(({ v4, v6 }: Addresses) => `${v4.join(' ')} / ${v6.join(' ')}`);

/** The allowance with peers of which it is known how a rule matches them; none if it does not. */
function among({ ports, match }: Allowance, peers: Match = 'no'): readonly Allowance[] {
  return peers === 'no' ? [] : [{ ports, match: peers === 'yes' ? match : 'maybe' }];
}

function weighted(estimate: Estimate, match: Exclude<Match, 'no'>): Estimate {
  return match === 'yes' ? estimate : perhaps(estimate.atMost);
}
