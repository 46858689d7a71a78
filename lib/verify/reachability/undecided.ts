import { objectName } from '../input/kubernetes-object';
import type { Connection } from './connection-list';
import { goesByLabels, goesByPortNames } from './asked-of-pods';
import type { End, WorkloadEnd } from './ends';
import type { PodClass } from './pod-class';
import type { Reachability } from './reachability';
import { undecidedRules } from './undecided-rules';

/** What would have to be known to decide about a connection. */
export function missingFacts(reachability: Reachability, { source, destination }: Connection): readonly string[] {
  const ends = [source, destination].filter((end) => end.kind === 'workload');
  const ofEach = (facts: (end: WorkloadEnd, item: PodClass) => Iterable<string>): readonly string[] => [
    ...new Set(ends.flatMap((end) => end.classes.flatMap((item) => [...facts(end, item)]))),
  ];
  const outOfReach = ofEach((end, item) => unevaluated(reachability, end, item));
  if (outOfReach.length > 0) return outOfReach;
  const all = ends.flatMap(({ classes }) => classes);
  const named = goesByPortNames(reachability, all);
  const asked = new Set([
    ...ofEach((end, item) => [
      ...(goesByLabels(reachability, item, all) ? labelsNotInInput(end, item) : []),
      ...(named ? portsNotInInput(end, item) : []),
    ]),
    ...ends.flatMap(unlike),
    ...(source.kind === 'workload' ? undecidedRules(reachability, 'egress', source, destination) : []),
    ...(destination.kind === 'workload' ? undecidedRules(reachability, 'ingress', destination, source) : []),
  ]);
  if (asked.size > 0) return [...asked];
  const missing = ofEach((end, item) => [...labelsNotInInput(end, item), ...portsNotInInput(end, item)]);
  return missing.length > 0 ? missing : ['policies decide it by what is not in the input'];
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

function* labelsNotInInput({ name }: End, { namespace, labels }: PodClass): Generator<string> {
  if (!namespace.labels.complete) yield `namespace ${namespace.name} is not in the input, so its labels are not known`;
  if (!labels.complete)
    yield `the pod template of ${name} is not in the input or of a kind that is not known, so its labels are not known`;
  if (labels.valueUnknown.size > 0)
    yield `a controller sets labels of ${name} that policies select by: ${[...labels.valueUnknown].join(', ')}`;
}

function* portsNotInInput({ name }: End, { ports }: PodClass): Generator<string> {
  if (!ports.complete) yield `the named ports of ${name} are not known`;
}

function unlike({ name, classes }: WorkloadEnd): readonly string[] {
  return classes.length > 1
    ? [`${name} has pods with different labels or addresses, and policies treat them differently`]
    : [];
}
