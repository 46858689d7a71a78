import { objectName } from '../input/kubernetes-object';
import type { Connection } from './connection-list';
import type { End } from './ends';
import type { PodClass } from './pod-class';
import type { Reachability } from './reachability';
import { undecidedRules } from './undecided-rules';

/** What would have to be known to decide about a connection. */
export function missingFacts(reachability: Reachability, { source, destination }: Connection): readonly string[] {
  const ends = [source, destination].flatMap((end) =>
    end.kind === 'workload' ? end.classes.map((item) => [end, item] as const) : [],
  );
  const outOfReach = new Set(ends.flatMap(([end, item]) => [...unevaluated(reachability, end, item)]));
  if (outOfReach.size > 0) return [...outOfReach];
  const missing = new Set(ends.flatMap(([end, item]) => [...notInInput(end, item)]));
  if (missing.size > 0) return [...missing];
  const ofRules = new Set([
    ...(source.kind === 'workload' ? undecidedRules(reachability, 'egress', source, destination) : []),
    ...(destination.kind === 'workload' ? undecidedRules(reachability, 'ingress', destination, source) : []),
  ]);
  return ofRules.size > 0 ? [...ofRules] : ['policies decide it by what is not in the input'];
}

/** What no further input would decide. */
function* unevaluated(reachability: Reachability, end: End, item: PodClass): Generator<string> {
  if (item.hostNetwork) yield `${end.name} is on its node's network, where the effect of policies is not defined`;
  if (item.otherNetworks) yield `${end.name} has further interfaces, which no policy of the cluster's network governs`;
  for (const { object, namespace } of reachability.policies.foreign) {
    if (namespace === undefined || namespace === item.namespace.name)
      yield `what ${objectName(object)} of ${object.apiVersion} does is not evaluated`;
  }
}

function* notInInput(end: End, item: PodClass): Generator<string> {
  if (!item.namespace.labels.complete)
    yield `namespace ${item.namespace.name} is not in the input, so its labels are not known`;
  if (!item.labels.complete)
    yield `the pod template of ${end.name} is not in the input or of a kind that is not known, so its labels are not known`;
  if (item.labels.valueUnknown.size > 0)
    yield `a controller sets labels of ${end.name} that policies select by: ${[...item.labels.valueUnknown].join(', ')}`;
  if (!item.ports.complete) yield `the named ports of ${end.name} are not known`;
  if (end.kind === 'workload' && end.classes.length > 1)
    yield `${end.name} has pods with different labels or addresses, and policies treat them differently`;
}
