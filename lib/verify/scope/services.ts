import type { Platform } from '../../model';
import type { Evidence } from '../evidence';
import { hasLabels } from '../labels/labels';
import { onceFor, onceForName } from '../once-for';
import {
  ALL_CONNECTIONS,
  either,
  isAll,
  isNone,
  NO_CONNECTIONS,
  ports,
  without,
  type Connections,
} from '../reachability/connections';
import type { PodClass } from '../reachability/pod-class';
import type { ReachablePair } from '../reachability/reachable-pairs';
import { isAnyPod, shownConnections } from './project-network';
import type { TrainingNamespace } from './training-scope';
import { looksLikeProduction } from './production';
import { usedServices } from './used-services';

/** Port 53, UDP and TCP: questions for the cluster's DNS. */
export const DNS_PORTS: Connections = either(ports('UDP', 53), ports('TCP', 53));

/** Connections to pods of another namespace that a project is meant to have. */
export function intended(
  { platform, network }: Evidence,
  project: Pick<TrainingNamespace, 'name'>,
  destination: PodClass,
): Connections {
  if (network.isDns(destination)) return DNS_PORTS;
  if (network.isTraining(destination) || network.isStranger(destination)) return NO_CONNECTIONS;
  if (platform === undefined)
    return !isAnyPod(destination) && isNamedExactly(network, destination) ? ALL_CONNECTIONS : NO_CONNECTIONS;
  return served(platform)(destination)(project.name);
}

/** Ports of a service by project, the same for every pod of it that asks. */
const served = onceFor((platform: Platform) =>
  onceFor((destination: PodClass) =>
    onceForName((project: string) =>
      usedServices(platform, { name: project })
        .filter(
          ({ namespace, labels }) => namespace === destination.namespace.name && hasLabels(destination.labels, labels),
        )
        .map(({ port }) => ports('TCP', port))
        .reduce(either, NO_CONNECTIONS),
    ),
  ),
);

/** What a project reaches of another namespace beside what it is meant to. */
export function beyondIntended(
  evidence: Evidence,
  namespace: Pick<TrainingNamespace, 'name'>,
  pair: ReachablePair,
): readonly ReachablePair[] {
  const { source, destination, estimate } = pair;
  const { network, platform } = evidence;
  if (source.namespace.name !== namespace.name || network.isTraining(destination)) return [];
  if (network.isMerelyNode('egress', source, destination)) return [];
  // Without a description every port of a service is more than a service.
  if (platform === undefined && isAll(shownConnections(estimate)) && !network.isDns(destination)) return [pair];
  const allowed = intended(evidence, namespace, destination);
  const atMost = without(estimate.atMost, allowed);
  return isNone(atMost)
    ? []
    : [{ source, destination, estimate: { atLeast: without(estimate.atLeast, allowed), atMost } }];
}

/**
 * Without a description: pods that a policy of the project names as exactly as can be, their namespace by the label that
 * nobody forges and the pods by labels. Production is not a service by being named.
 */
function isNamedExactly(network: Evidence['network'], { namespace, labels }: PodClass): boolean {
  if (looksLikeProduction(namespace.name)) return false;
  return network
    .classesIn(namespace.name)
    .filter((item) => item.workloads.length === 0 && !isAnyPod(item))
    .some((item) => hasLabels(labels, item.labels.known));
}
