import { connectionsText, isNone } from '../../../reachability/connections';
import { isDenied, type Estimate } from '../../../reachability/estimate';
import { missingFacts } from '../../../reachability/undecided';
import type { ReachablePair } from '../../../reachability/reachable-pairs';
import type { Direction } from '../../../reachability/policies/network-policy';
import { allowingRule, type AllowingRule } from '../../../scope/allowing-rule';
import { className, shownConnections, type ProjectNetwork } from '../../../scope/project-network';
import { fails, notKnown, type Problem, type Weakened } from '../../../problem';
import type { PodClass } from '../../../reachability/pod-class';

export interface ContactProblem {
  /** What it means: `reaches another project`. */
  readonly message: string;
  readonly fix?: string;
  readonly weakened?: Weakened;
}

/**
 * A problem for a connection that should not be: a failure where it is sure, otherwise unknown with what is missing.
 *
 * @param direction the side of the project that is judged
 */
export function contactProblem(
  network: ProjectNetwork,
  { source, destination, estimate }: ReachablePair,
  direction: Direction,
  { message, fix, weakened }: ContactProblem,
): Problem {
  const [own, other] = direction === 'egress' ? [source, destination] : [destination, source];
  const rule = allowingRule(network.reachability, direction, own, other);
  const details = {
    ...(rule === undefined ? {} : { at: rule.place }),
    ...(fix === undefined ? {} : { fix }),
    ...(weakened === undefined ? {} : { weakened }),
  };
  const way = `${className(source)} -> ${className(destination)}: ${connectionsText(shownConnections(estimate))}`;
  const because = rule === undefined ? 'no policy withholds it' : `allowed by ${rule.policy.object.name}`;
  if (!isNone(estimate.atLeast)) return fails(`${message}: ${way}, ${because}`, details);
  return notKnown(
    `${message}, perhaps: ${way}; not known: ${missing(network, { source, destination, estimate })}`,
    details,
  );
}

function missing(network: ProjectNetwork, { source, destination, estimate }: ReachablePair): string {
  const end = (item: PodClass): { kind: 'workload'; name: string; classes: readonly PodClass[] } => ({
    kind: 'workload',
    name: className(item),
    classes: [item],
  });
  return missingFacts(network.reachability, { source: end(source), destination: end(destination), estimate }).join(
    '; ',
  );
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
  const at = ruleOf?.()?.place;
  const text = `${way}: ${connectionsText(shownConnections(open))}`;
  return isNone(open.atLeast) ? notKnown(`${text}, perhaps`, { at }) : fails(text, { at });
}
