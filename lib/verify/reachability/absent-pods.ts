import { objectName } from '../input/kubernetes-object';
import type { PodClass } from './pod-class';
import type { PodPeer } from './policies/peer';
import type { Reachability } from './reachability';
import { isEveryPod } from './selection';

/**
 * Policies by which some pods meet others of which the input has none, by name: a list of connections says nothing of these.
 */
export function policiesOfAbsentPods(reachability: Reachability, pods: Iterable<PodClass>): readonly string[] {
  const names = [...pods].flatMap((item) =>
    reachability.governing(item).flatMap(({ policy }) => {
      const rules = [...(policy.ingress ?? []), ...(policy.egress ?? [])];
      const peers = rules.flatMap((rule) => rule.peers ?? []).filter((peer) => peer.kind === 'pods');
      return peers.some((peer) => meansAbsent(reachability, peer, item)) ? [objectName(policy.object)] : [];
    }),
  );
  return [...new Set(names)];
}

/** Whether a peer means pods, and none of the input for sure; of every pod, or of those that it may mean, the governed ones do not count. */
function meansAbsent(reachability: Reachability, peer: PodPeer, item: PodClass): boolean {
  const { yes, maybe } = reachability.meant(peer);
  const isOther = (index: number): boolean =>
    !(reachability.classes[index] as PodClass).workloads.every((workload) => item.workloads.includes(workload));
  return !maybe.some(isOther) && !(isEveryPod(peer) ? yes.some(isOther) : yes.length > 0);
}
