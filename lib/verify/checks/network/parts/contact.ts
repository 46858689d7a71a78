import { grouped } from '../../../../model/grouped';
import { few } from '../../../few';
import { connectionsText, isNone } from '../../../reachability/connections';
import { isDenied, type Estimate } from '../../../reachability/estimate';
import { missingFacts } from '../../../reachability/undecided';
import type { ReachablePair } from '../../../reachability/reachable-pairs';
import type { Direction } from '../../../reachability/policies/network-policy';
import { allowingRule, type AllowingRule } from '../../../scope/allowing-rule';
import { className, shownConnections, type ProjectNetwork } from '../../../scope/project-network';
import { fails, notKnown, type Problem } from '../../../problem';
import type { WorkloadEnd } from '../../../reachability/ends';
import type { PodClass } from '../../../reachability/pod-class';

/**
 * Problems for connections that should not be: a failure for each that is sure. Those that a rule perhaps allows are one
 * unknown for all ends of which the same is missing: one answer decides them together.
 *
 * @param direction the side of the project that is judged
 * @param meaningOf what contacts are, one or several together: `reaches another project`
 */
export function contactProblems(
  network: ProjectNetwork,
  pairs: readonly ReachablePair[],
  direction: Direction,
  meaningOf: (pairs: readonly ReachablePair[]) => string,
): readonly Problem[] {
  const contacts = pairs.map((pair) => contact(network, pair, direction));
  const alike = grouped(contacts, (one) => (one.isSure ? one : keyOf(network, one)));
  return [...alike.values()].map((group) => problem(network, group, meaningOf(group.map(({ pair }) => pair))));
}

/** A connection as one of its ends sees it. */
interface Contact {
  readonly pair: ReachablePair;
  readonly own: PodClass;
  readonly other: PodClass;
  readonly rule: AllowingRule | undefined;
  readonly isSure: boolean;
  readonly connections: string;
}

function contact({ reachability }: ProjectNetwork, pair: ReachablePair, direction: Direction): Contact {
  const { source, destination, estimate } = pair;
  const [own, other] = direction === 'egress' ? [source, destination] : [destination, source];
  const rule = allowingRule(reachability, direction, own, other);
  const connections = connectionsText(shownConnections(estimate));
  return { pair, own, other, rule, isSure: !isNone(estimate.atLeast), connections };
}

/** Equal for contacts that one answer decides: the same own end, rule and ports, and the same that is missing. */
function keyOf(network: ProjectNetwork, one: Contact): string {
  const { own, rule, connections } = one;
  const place = rule === undefined ? [] : [rule.policy.object.name, ...rule.place.path];
  return JSON.stringify([className(own), place, connections, missing(network, one, '')]);
}

function problem(network: ProjectNetwork, group: readonly Contact[], meaning: string): Problem {
  const [first] = group as readonly [Contact, ...Contact[]];
  const { pair, own, other, rule, connections } = first;
  const { shown, all } = few(group.map((one) => className(one.other)));
  const ends = own === pair.source ? [className(own), shown] : [shown, className(own)];
  const way = `${ends.join(' -> ')}: ${connections}`;
  const at = rule?.place;
  if (first.isSure) {
    const because = rule === undefined ? 'no policy withholds it' : `allowed by ${rule.policy.object.name}`;
    return fails(`${meaning}: ${way}, ${because}`, { at });
  }
  const missed = missing(network, first, group.length === 1 ? className(other) : 'these pods');
  return notKnown(`${meaning}, perhaps: ${way}; not known: ${missed}`, { at, all, fix: decidedBy(rule) });
}

/** @param otherName how the other end is called */
function missing({ reachability }: ProjectNetwork, { pair, own, other }: Contact, otherName: string): string {
  const end = (item: PodClass): WorkloadEnd => ({
    kind: 'workload',
    name: item === other && item !== own ? otherName : className(item),
    classes: [item],
  });
  const { source, destination, estimate } = pair;
  return missingFacts(reachability, { source: end(source), destination: end(destination), estimate }).join('; ');
}

/** What to give where a rule goes by addresses; rewriting it is no answer to what is not known of them. */
function decidedBy(rule: AllowingRule | undefined): string | undefined {
  return rule?.by === 'addresses'
    ? 'say which addresses pods have: --assume pod-cidr=..., --platform or the plan, or a dump with the pods'
    : undefined;
}

/** The strongest contact for each pair of ends that matter to the reader: one of a namespace is enough. */
export function strongest(
  pairs: readonly ReachablePair[],
  keyOf: (pair: ReachablePair) => string,
): readonly ReachablePair[] {
  const found = new Map<string, ReachablePair>();
  for (const pair of pairs) {
    const key = keyOf(pair);
    const earlier = found.get(key);
    if (earlier === undefined || weight(pair) > weight(earlier)) found.set(key, pair);
  }
  return [...found.values()];
}

/** Sure before possible, pods that exist before those that could. */
function weight({ source, destination, estimate }: ReachablePair): number {
  const real = (item: PodClass): number => (item.workloads.length > 0 ? 1 : 0);
  return (isNone(estimate.atLeast) ? 0 : 10) + real(source) + real(destination);
}

/**
 * A problem for a way that is open beyond what is meant: a failure where it is sure. Nothing is open in most cases, so the
 * rule that opens it is looked for last.
 */
export function openProblem(way: string, open: Estimate, ruleOf?: () => AllowingRule | undefined): Problem | undefined {
  if (isDenied(open)) return undefined;
  const rule = ruleOf?.();
  const at = rule?.place;
  const text = `${way}: ${connectionsText(shownConnections(open))}`;
  if (!isNone(open.atLeast)) return fails(text, { at });
  return notKnown(`${text}, perhaps`, { at, fix: decidedBy(rule) });
}
