import type { Addresses } from './addresses';
import { ALL_CONNECTIONS, both, either, NO_CONNECTIONS, without, type Connections } from './connections';
import type { Estimate } from './estimate';
import type { Match } from '../match';
import type { PodClass } from './pod-class';
import type { AdminPolicy, AdminRule } from './policies/admin-policy';
import type { Direction } from './policies/network-policy';
import { NO_POD_PORTS, portsOn, type PodPorts } from './policies/port-rule';
import { peerMatchesPod, peersMatchOutside, peersMatchPod } from './peer-match';
import type { NetworkPremises } from './premises';

/** What a tier decides: connections that it accepts, and those that it leaves to the next tier. The rest is denied. */
export interface TierDecision {
  readonly accepted: Estimate;
  readonly left: Estimate;
}

const LEAVES_ALL: TierDecision = {
  accepted: { atLeast: NO_CONNECTIONS, atMost: NO_CONNECTIONS },
  left: { atLeast: ALL_CONNECTIONS, atMost: ALL_CONNECTIONS },
};

/** The policies of one tier, ordered by priority. */
export class AdminTier {
  private readonly decisions = new Map<string, TierDecision>();
  private readonly signatures = new Map<PodClass, string>();
  /** Whether some rule names a port, so that ports of the destination matter. */
  readonly namesPorts: boolean;

  constructor(
    private readonly policies: readonly AdminPolicy[],
    private readonly premises: NetworkPremises,
  ) {
    this.namesPorts = policies.some(({ ingress, egress }) =>
      [...ingress, ...egress].some(({ ports }) => ports.names.length > 0),
    );
  }

  get isEmpty(): boolean {
    return this.policies.length === 0;
  }

  /** Equal for classes that every policy of this tier treats alike, as subject and as peer. */
  signature(item: PodClass): string {
    let signature = this.signatures.get(item);
    if (signature === undefined) {
      const bits = this.policies.flatMap(({ subject, ingress, egress }) => [
        peerMatchesPod(subject, item, 'tier', this.premises),
        ...[...ingress, ...egress].map(({ peers }) => peersMatchPod(peers, item, 'tier', this.premises)),
      ]);
      signature = bits.map((match) => match[0]).join('');
      this.signatures.set(item, signature);
    }
    return signature;
  }

  /** What the tier decides about connections of the subject in a direction with a class of pods. */
  withPods(direction: Direction, subject: PodClass, peer: PodClass): TierDecision {
    if (this.isEmpty) return LEAVES_ALL;
    const destination = direction === 'egress' ? peer : subject;
    const ports = this.namesPorts ? destination.ports : NO_POD_PORTS;
    const key = `${direction}\n${this.signature(subject)}\n${this.signature(peer)}\n${ports.key}`;
    return this.once(key, () =>
      this.decide(direction, subject, ports, ({ peers }) => peersMatchPod(peers, peer, 'tier', this.premises)),
    );
  }

  /** The same with addresses outside that all lie in the same networks. */
  withAddresses(direction: Direction, subject: PodClass, piece: Addresses): TierDecision {
    if (this.isEmpty) return LEAVES_ALL;
    const ports = direction === 'egress' ? NO_POD_PORTS : subject.ports;
    return this.decide(direction, subject, ports, ({ peers }) => peersMatchOutside(peers, piece));
  }

  private once(key: string, compute: () => TierDecision): TierDecision {
    let decision = this.decisions.get(key);
    if (decision === undefined) {
      decision = compute();
      this.decisions.set(key, decision);
    }
    return decision;
  }

  private decide(
    direction: Direction,
    subject: PodClass,
    ports: PodPorts,
    match: (rule: AdminRule) => Match,
  ): TierDecision {
    const course = new Course();
    for (const group of byPriority(this.policies)) {
      const outcomes = group.flatMap((policy) => {
        const subjectIs = peerMatchesPod(policy.subject, subject, 'tier', this.premises);
        if (subjectIs === 'no' || policy[direction].length === 0) return [];
        return [
          policy[direction].flatMap((rule) => {
            const peerIs = match(rule);
            if (peerIs === 'no') return [];
            const sure = policy.inEffect === 'yes' && subjectIs === 'yes' && peerIs === 'yes';
            return [{ action: rule.action, ports: portsOn(rule.ports, ports), sure }];
          }),
        ];
      });
      const [only] = outcomes;
      if (outcomes.length === 1 && only !== undefined) course.follow(only);
      else if (outcomes.length > 1) course.followInAnyOrder(outcomes);
    }
    return course.decision;
  }
}

function byPriority(policies: readonly AdminPolicy[]): readonly (readonly AdminPolicy[])[] {
  const groups: AdminPolicy[][] = [];
  for (const policy of policies) {
    const last = groups.at(-1);
    if (last?.[0]?.priority === policy.priority) last.push(policy);
    else groups.push([policy]);
  }
  return groups;
}

/** A rule that matches, or may. */
interface Step {
  readonly action: AdminRule['action'];
  readonly ports: Estimate;
  readonly sure: boolean;
}

/** Goes through rules in order and keeps what each of them decides of what the earlier ones left. */
class Course {
  /** Connections that reach the next rule: surely, perhaps. */
  private openAtLeast: Connections = ALL_CONNECTIONS;
  private openAtMost: Connections = ALL_CONNECTIONS;
  private readonly decided: Record<AdminRule['action'], { atLeast: Connections; atMost: Connections }> = {
    accept: { atLeast: NO_CONNECTIONS, atMost: NO_CONNECTIONS },
    deny: { atLeast: NO_CONNECTIONS, atMost: NO_CONNECTIONS },
    pass: { atLeast: NO_CONNECTIONS, atMost: NO_CONNECTIONS },
  };

  follow(steps: readonly Step[]): void {
    for (const { action, ports, sure } of steps) {
      const result = this.decided[action];
      if (sure) result.atLeast = either(result.atLeast, both(ports.atLeast, this.openAtLeast));
      result.atMost = either(result.atMost, both(ports.atMost, this.openAtMost));
      this.openAtLeast = without(this.openAtLeast, ports.atMost);
      if (sure) this.openAtMost = without(this.openAtMost, ports.atLeast);
    }
  }

  /** Between policies of equal priority the order is not defined: what only one action can happen to is sure, no more. */
  followInAnyOrder(policies: readonly (readonly Step[])[]): void {
    const alone = policies.map((steps) => {
      const course = new Course();
      course.openAtLeast = this.openAtLeast;
      course.openAtMost = this.openAtMost;
      course.follow(steps);
      return course;
    });
    const actions = ['accept', 'deny', 'pass'] as const;
    for (const action of actions) {
      const others = actions.filter((other) => other !== action);
      const contested = alone.flatMap(({ decided }) => others.map((other) => decided[other].atMost)).reduce(either);
      const result = this.decided[action];
      const atLeast = alone.map(({ decided }) => decided[action].atLeast).reduce(either);
      result.atLeast = either(result.atLeast, without(atLeast, contested));
      result.atMost = either(result.atMost, alone.map(({ decided }) => decided[action].atMost).reduce(either));
    }
    this.openAtLeast = alone.map((course) => course.openAtLeast).reduce(both);
    this.openAtMost = alone.map((course) => course.openAtMost).reduce(both);
  }

  /** What no rule decides is left to the next tier, as what a rule passes. */
  get decision(): TierDecision {
    const { accept, pass } = this.decided;
    return {
      accepted: accept,
      left: { atLeast: either(pass.atLeast, this.openAtLeast), atMost: either(pass.atMost, this.openAtMost) },
    };
  }
}
