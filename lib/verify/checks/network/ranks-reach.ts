import { groupedByEach } from '../../../model/grouped';
import type { Evidence } from '../../evidence';
import { connectionsText, everyPort, isNone, without, type Connections } from '../../reachability/connections';
import type { PodClass } from '../../reachability/pod-class';
import { objectName, type KubernetesObject } from '../../input/kubernetes-object';
import type { Check } from '../check';
import { fails, notKnown, workloadSubject, type Problem } from '../../problem';

export const ranksReach: Check = {
  id: 'network/ranks-reach',
  title: 'The ranks of a job reach each other on every port',
  why: 'Rank 0 serves the rendezvous and every rank listens on ephemeral ports: a job whose ranks are cut off times out.',
  stops: [],
  control: 'a policy with the same selector on both sides, both directions and no ports',
  fix: 'allow ingress from and egress to the pods of the job, without ports',
  positive: true,
  *judge(evidence) {
    for (const namespace of evidence.scope.namespaces) {
      const jobs = groupedByEach(evidence.network.classesIn(namespace.name), (item) =>
        item.workloads.flatMap(({ object, kind }) => (LONE.has(kind) ? [] : [object])),
      );
      for (const [object, classes] of jobs) {
        const workloads = namespace.workloads.filter((workload) => workload.object === object);
        const pods = workloads.reduce((sum, { replicas }) => sum + (replicas ?? 2), 0);
        const [first] = workloads;
        if (pods < 2 || first === undefined) continue;
        yield {
          subject: { ...workloadSubject(first), resource: `${object.kind}/${object.name}` },
          problems: jobProblems(evidence, object, classes),
        };
      }
    }
  },
};

/** Kinds whose pods serve and do not train together. */
const LONE = new Set(['Deployment', 'ReplicaSet', 'DaemonSet', 'ReplicationController']);

const NEEDED: readonly Connections[] = [everyPort('TCP'), everyPort('UDP')];

function jobProblems(
  { network }: Evidence,
  object: KubernetesObject,
  classes: readonly PodClass[],
): readonly Problem[] {
  for (const source of classes) {
    for (const destination of classes) {
      const { atLeast, atMost } = network.reachability.between(source, destination);
      const missing = NEEDED.map((needed) => without(needed, atLeast)).find((left) => !isNone(left));
      if (missing === undefined) continue;
      const text = `ranks of ${objectName(object)} cannot reach each other on ${connectionsText(missing)}`;
      const possible = NEEDED.every((needed) => isNone(without(needed, atMost)));
      return [possible ? notKnown(`${text}, perhaps: which policies govern them is not known`) : fails(text)];
    }
  }
  return [];
}
