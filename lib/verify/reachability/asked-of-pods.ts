import type { PodClass } from './pod-class';
import type { Peer } from './policies/peer';
import type { PortRule } from './policies/port-rule';
import type { Reachability } from './reachability';
import { selects } from './selection';

/** Rules that may be about some pods, whichever direction they are of. */
interface Rule {
  readonly peers?: readonly Peer[] | undefined;
  readonly ports: PortRule;
}

/** Whether a policy goes by labels of some pods, or of their namespace, that are not known. */
export function goesByLabels(reachability: Reachability, item: PodClass, others: readonly PodClass[]): boolean {
  const { admin, baseline } = reachability.policies;
  return (
    reachability.governing(item).some(({ match }) => match === 'maybe') ||
    [...admin, ...baseline].some(({ subject }) => selects(subject, item) === 'maybe') ||
    rulesOf(reachability, others).some(({ peers = [] }) =>
      peers.some((peer) => peer.kind === 'pods' && selects(peer, item) === 'maybe'),
    )
  );
}

/** Whether a rule that may be about some pods names a port of theirs. */
export function goesByPortNames(reachability: Reachability, classes: readonly PodClass[]): boolean {
  return rulesOf(reachability, classes).some(({ ports }) => ports.names.length > 0);
}

function rulesOf(reachability: Reachability, classes: readonly PodClass[]): readonly Rule[] {
  const { admin, baseline } = reachability.policies;
  const policies = [
    ...classes.flatMap((item) => reachability.governing(item).map(({ policy }) => policy)),
    ...admin,
    ...baseline,
  ];
  return policies.flatMap(({ ingress = [], egress = [] }): readonly Rule[] => [...ingress, ...egress]);
}
