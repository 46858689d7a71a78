import { grouped, groupedByEach } from '../../model/grouped';
import { isDenied, type Estimate } from './estimate';
import type { PodClass } from './pod-class';
import type { Reachability } from './reachability';

/** Two classes between which connections are allowed, or not excluded. */
export interface ReachablePair {
  readonly source: PodClass;
  readonly destination: PodClass;
  readonly estimate: Estimate;
}

/** Classes that are treated alike as long as no rule names them. */
interface Group {
  readonly members: readonly PodClass[];
  readonly profile: string;
}

/**
 * Every pair of classes that is not denied, source by source.
 *
 * Pairs are not tried one by one: classes fall into groups that all policies treat alike, two groups are judged once,
 * and only pairs that some rule names are judged on their own. A thousand isolated projects take a thousand steps and
 * not a million.
 */
export function* reachablePairs(reachability: Reachability): Generator<ReachablePair> {
  const { classes } = reachability;
  const sources = groups(classes, (item) => reachability.profile('egress', item));
  const destinations = groups(classes, (item) => reachability.profile('ingress', item));
  const groupOf = new Map(destinations.flatMap((group) => group.members.map((member) => [member, group] as const)));
  const namedBy = namedSources(reachability);
  for (const group of sources) {
    const [representative] = group.members;
    const unnamed = new Map(
      destinations.map((to) => [
        to,
        reachability.betweenUnnamed(representative as PodClass, to.members[0] as PodClass),
      ]),
    );
    const open = destinations.filter((to) => !isDenied(unnamed.get(to) as Estimate));
    for (const source of group.members) {
      const named = new Set([...reachability.named('egress', source), ...(namedBy.get(source.index) ?? [])]);
      for (const to of open) {
        for (const destination of to.members) {
          if (named.has(destination.index)) continue;
          yield { source, destination, estimate: unnamed.get(to) as Estimate };
        }
      }
      for (const index of named) {
        const destination = classes[index] as PodClass;
        const estimate =
          source.hostNetwork || destination.hostNetwork
            ? (unnamed.get(groupOf.get(destination) as Group) as Estimate)
            : reachability.between(source, destination);
        if (!isDenied(estimate)) yield { source, destination, estimate };
      }
    }
  }
}

/** For each source the destinations whose ingress rules name it. */
function namedSources(reachability: Reachability): ReadonlyMap<number, readonly number[]> {
  const { classes } = reachability;
  const indexes = classes.map(({ index }) => index);
  return groupedByEach(indexes, (index) => reachability.named('ingress', classes[index] as PodClass));
}

function groups(classes: readonly PodClass[], profileOf: (item: PodClass) => string): readonly Group[] {
  return [...grouped(classes, profileOf)].map(([profile, members]) => ({ profile, members }));
}
