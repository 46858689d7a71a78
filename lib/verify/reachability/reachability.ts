import type { Inputs } from '../input/inputs';
import { onceFor } from '../once-for';
import { workloadsOf, type Workload } from '../workload/workload';
import { AdminTier, type TierDecision } from './admin-tier';
import { ALL_ADDRESSES, pieces, type Addresses } from './addresses';
import { AllowList, type Governing } from './allow-list';
import { ALL_CONNECTIONS, both, NO_CONNECTIONS } from './connections';
import { ALLOWED, bothEstimates, eitherEstimate, UNDECIDED, type Estimate } from './estimate';
import { matches } from '../labels/selector';
import { nodePortsOf, type NodePorts } from './node-port';
import { AddressGroups } from './pod-addresses';
import { namespacesOf, podClasses, type NamespaceFacts, type PodClass, type SupposedPods } from './pod-class';
import { mentioned } from './policies/mentioned';
import type { PodPeer } from './policies/peer';
import { readPolicies, type Policies } from './policies/policies';
import type { Direction } from './policies/network-policy';
import type { NetworkPremises } from './premises';
import { Selection, type SelectedClasses } from './selection';

/** What connections are computed with. */
export interface ReachabilityOptions {
  /** Facts that no policy shows. @default - none */
  readonly premises?: NetworkPremises;
  /** Pods to judge beside those of the input. @default - none */
  readonly supposed?: readonly SupposedPods[];
  /** Workloads of the input, for who has read them already. @default - read from it */
  readonly workloads?: readonly Workload[];
  /** Policies of the input. @default - read from it */
  readonly policies?: Policies;
  /** Namespaces of the input, by name. @default - read from it */
  readonly namespaces?: ReadonlyMap<string, NamespaceFacts>;
}

/** Connections with a part of the addresses outside the cluster. */
export interface OutsideConnections {
  /** One interval of addresses. */
  readonly addresses: Addresses;
  /** Which connections, at least and at most. */
  readonly estimate: Estimate;
}

/**
 * Who may open connections to whom, by all policies of the input at once.
 *
 * Answers hold for classes of pods that no policy tells apart, and each part of an answer is computed once for every
 * class that shares it; a question about two classes is a few look-ups. Connections of a pod to itself are always
 * allowed and not listed; replies are implied.
 */
export class Reachability {
  /** What makes pods in the input. */
  readonly workloads: readonly Workload[];
  /** What governs them. */
  readonly policies: Policies;
  /** Pods that no selector of the input tells apart, one class for all that are alike. */
  readonly classes: readonly PodClass[];
  /** Facts that no policy shows, as given. */
  readonly premises: NetworkPremises;
  private readonly addressGroups: AddressGroups;
  private readonly selection: Selection;
  private readonly admin: AdminTier;
  private readonly baseline: AdminTier;
  private readonly nodePorts: NodePorts;
  private readonly allowLists = new Map<string, AllowList>();
  private readonly listOf = { ingress: new Map<PodClass, AllowList>(), egress: new Map<PodClass, AllowList>() };
  private readonly outsideOf = {
    ingress: new Map<PodClass, readonly OutsideConnections[]>(),
    egress: new Map<PodClass, readonly OutsideConnections[]>(),
  };
  private readonly outsideLists = new Map<string, readonly OutsideConnections[]>();
  private readonly pieces: { readonly [direction in Direction]: readonly Addresses[] };
  private readonly foreignNamespaces: ReadonlySet<string | undefined>;

  /** @throws InvalidInputError if the API server would refuse a policy */
  constructor(
    inputs: Inputs,
    { premises = {}, supposed = [], workloads, policies, namespaces }: ReachabilityOptions = {},
  ) {
    this.premises = premises;
    this.workloads = workloads ?? workloadsOf(inputs);
    this.policies = policies ?? readPolicies(inputs.objects, inputs.faults, premises.cni);
    this.admin = new AdminTier(this.policies.admin, premises);
    this.baseline = new AdminTier(this.policies.baseline, premises);
    const mentions = mentioned(this.policies);
    const facts = namespaces ?? namespacesOf(inputs);
    this.addressGroups = new AddressGroups(mentions, premises);
    this.classes = podClasses(this.workloads, supposed, facts, mentions.labels, mentions.portNames, this.addressGroups);
    inputs.faults.refuse();
    this.selection = new Selection(this.classes);
    this.nodePorts = nodePortsOf(inputs, this.classes, premises);
    this.foreignNamespaces = new Set(this.policies.foreign.map(({ namespace }) => namespace));
    this.pieces = {
      ingress: pieces([...mentions.blocks.ingress, ALL_ADDRESSES]),
      egress: pieces([...mentions.blocks.egress, ...mentions.networks, ALL_ADDRESSES]),
    };
  }

  /** Connections that pods of one class may open to other pods of the same or another class. */
  between(source: PodClass, destination: PodClass): Estimate {
    const direct =
      source.hostNetwork || destination.hostNetwork
        ? this.withNode(source, destination)
        : bothEstimates(this.allowed('egress', source, destination), this.allowed('ingress', destination, source));
    return this.besidePolicies(direct, source, destination);
  }

  /**
   * Connections with addresses outside the cluster, in intervals of which each is treated alike by every policy. Classes
   * that are treated alike, of whatever namespace, get one and the same list.
   */
  outside(direction: Direction, item: PodClass): readonly OutsideConnections[] {
    const known = this.outsideOf[direction].get(item);
    if (known !== undefined) return known;
    const key = this.outsideProfile(direction, item);
    let list = this.outsideLists.get(key);
    if (list === undefined) {
      list = this.pieces[direction].map((addresses) => ({
        addresses,
        estimate: this.allowedOutside(direction, item, addresses),
      }));
      this.outsideLists.set(key, list);
    }
    this.outsideOf[direction].set(item, list);
    return list;
  }

  /** Whether any policy names a block of IPv6 addresses. */
  get namesIpv6(): boolean {
    return [...this.pieces.ingress, ...this.pieces.egress].filter(({ v6 }) => v6.length > 0).length > 2;
  }

  /** Connections to a class through node ports, whatever the policies say. */
  throughNodePorts(destination: PodClass): Estimate {
    return this.nodePorts.to(destination);
  }

  /** What one end allows, whatever the other end says. */
  allowed(direction: Direction, item: PodClass, peer: PodClass): Estimate {
    return this.allowedWithPods(direction, item, peer, (list) => list.with(peer));
  }

  /** The answer of {@link between} for pods that the NetworkPolicies of neither end name. */
  betweenUnnamed(source: PodClass, destination: PodClass): Estimate {
    const direct =
      source.hostNetwork || destination.hostNetwork
        ? this.withNode(source, destination)
        : bothEstimates(
            this.allowedUnnamed('egress', source, destination),
            this.allowedUnnamed('ingress', destination, source),
          );
    return this.besidePolicies(direct, source, destination);
  }

  /** What is possible without any policy: by the ports of a node, and between further interfaces of pods. */
  private besidePolicies(direct: Estimate, source: PodClass, destination: PodClass): Estimate {
    const open = source.otherNetworks && destination.otherNetworks ? eitherEstimate(direct, UNDECIDED) : direct;
    return this.nodePorts.none ? open : eitherEstimate(open, this.nodePorts.to(destination));
  }

  private allowedUnnamed(direction: Direction, item: PodClass, peer: PodClass): Estimate {
    return this.allowedWithPods(direction, item, peer, (list) => list.withAnyPod(peer));
  }

  /** Classes that the NetworkPolicies of a class name in a direction. */
  named(direction: Direction, item: PodClass): Iterable<number> {
    return this.allowList(direction, item).namedClasses;
  }

  /**
   * Equal for classes that treat all pods alike in a direction as far as those are not named, and that are treated
   * alike by admin policies.
   */
  profile(direction: Direction, item: PodClass): string {
    const list = this.allowList(direction, item);
    const shared = `${this.admin.signature(item)} ${this.baseline.signature(item)} ${this.isForeign(item)} ${item.otherNetworks} ${item.addressGroup.index}`;
    const egressPorts = direction === 'egress' ? '' : `${item.ports.key} ${this.nodePorts.key(item)}`;
    return `${item.hostNetwork ? `node ${list.isolated}` : list.denseKey} ${shared} ${egressPorts}`;
  }

  private outsideProfile(direction: Direction, item: PodClass): string {
    const tiers = `${this.admin.signature(item)} ${this.baseline.signature(item)}`;
    const ports = direction === 'ingress' ? item.ports.key : '';
    return `${direction} ${this.allowList(direction, item).outsideKey} ${tiers} ${ports} ${this.isForeign(item)} ${item.hostNetwork || item.otherNetworks}`;
  }

  /** Classes that a peer of a policy means, or may. */
  meant(peer: PodPeer): SelectedClasses {
    return this.selection.selected(peer);
  }

  /** Policies that govern a class, or may, in any direction. */
  readonly governing = onceFor((item: PodClass): readonly Governing[] =>
    (this.policies.byNamespace.get(item.namespace.name) ?? []).flatMap((policy) => {
      const match = matches(policy.pods, item.labels);
      if (match === 'no') return [];
      return [{ policy, match: item.hostNetwork ? ('maybe' as const) : match }];
    }),
  );

  /** Equal for classes that the same policies govern in the same way. */
  private readonly governedBy = onceFor((item: PodClass): string => {
    const names = this.governing(item).map(
      ({ policy: { object }, match }) => `${object.groupKind}/${object.name}${match === 'yes' ? '' : '?'}`,
    );
    return names.length === 0 ? '' : `${item.namespace.name}\n${names.join('\n')}\n${item.ports.key}`;
  });

  private isForeign(item: PodClass): boolean {
    if (this.foreignNamespaces.size === 0) return false;
    return this.foreignNamespaces.has(undefined) || this.foreignNamespaces.has(item.namespace.name);
  }

  private allowedOutside(direction: Direction, item: PodClass, piece: Addresses): Estimate {
    if (this.isForeign(item)) return UNDECIDED;
    const ordinary = this.decided(
      direction,
      item,
      (tier) => tier.withAddresses(direction, item, piece),
      (list) => list.withAddresses(piece),
    );
    const beside = item.hostNetwork || item.otherNetworks;
    return beside ? { atLeast: ordinary.atLeast, atMost: ALL_CONNECTIONS } : ordinary;
  }

  /**
   * With a pod on its node's network: what the API leaves undefined is undecided. Pods always reach their own node and
   * are reached from it, so nothing is excluded; sure is what no admin policy denies, of which it is defined that they
   * mean no such pod by its labels, and every NetworkPolicy allows to everybody.
   */
  private withNode(source: PodClass, destination: PodClass): Estimate {
    const sure = both(
      this.allowedOnNode('egress', source, destination).atLeast,
      this.allowedOnNode('ingress', destination, source).atLeast,
    );
    return sure === ALL_CONNECTIONS ? ALLOWED : { atLeast: sure, atMost: ALL_CONNECTIONS };
  }

  private allowedOnNode(direction: Direction, item: PodClass, peer: PodClass): Estimate {
    const listed = (list: AllowList): Estimate => (item.hostNetwork ? UNDECIDED : list.withEverybody);
    return this.allowedWithPods(direction, item, peer, listed);
  }

  private allowedWithPods(
    direction: Direction,
    item: PodClass,
    peer: PodClass,
    listed: (list: AllowList) => Estimate,
  ): Estimate {
    return this.decided(direction, item, (tier) => tier.withPods(direction, item, peer), listed);
  }

  /** The tiers in their order: admin policies, NetworkPolicies where they isolate, the baseline. */
  private decided(
    direction: Direction,
    item: PodClass,
    ofTier: (tier: AdminTier) => TierDecision,
    listed: (list: AllowList) => Estimate,
  ): Estimate {
    if (this.isForeign(item)) return UNDECIDED;
    return afterTiers(ofTier(this.admin), () => {
      const list = this.allowList(direction, item);
      return afterNetworkPolicies(
        list,
        () => listed(list),
        () => ofTier(this.baseline),
      );
    });
  }

  /** The list of all policies that govern a class; classes under the same policies share it. */
  private allowList(direction: Direction, item: PodClass): AllowList {
    const known = this.listOf[direction].get(item);
    if (known !== undefined) return known;
    const key = `${direction}\n${this.governedBy(item)}`;
    const list =
      this.allowLists.get(key) ??
      new AllowList(this.governing(item), direction, item.ports, this.selection, this.premises, this.addressGroups.all);
    this.allowLists.set(key, list);
    this.listOf[direction].set(item, list);
    return list;
  }
}

function afterTiers({ accepted, left }: TierDecision, next: () => Estimate): Estimate {
  if (left.atMost === NO_CONNECTIONS) return accepted;
  const rest = bothEstimates(left, next());
  return accepted.atMost === NO_CONNECTIONS ? rest : eitherEstimate(accepted, rest);
}

function afterNetworkPolicies(
  { isolated }: Pick<AllowList, 'isolated'>,
  allowed: () => Estimate,
  baseline: () => TierDecision,
): Estimate {
  if (isolated === 'yes') return allowed();
  const open = afterTiers(baseline(), () => ALLOWED);
  if (isolated === 'no') return open;
  // Pods that may be isolated: sure is what both readings allow, excluded what neither does.
  const shut = allowed();
  return { atLeast: bothEstimates(shut, open).atLeast, atMost: eitherEstimate(shut, open).atMost };
}
