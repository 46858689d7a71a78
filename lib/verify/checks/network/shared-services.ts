import type { Evidence } from '../../evidence';
import { isNone } from '../../reachability/connections';
import type { PodClass } from '../../reachability/pod-class';
import { className, isAnyPod, shownConnections } from '../../scope/project-network';
import { connectionsText } from '../../reachability/connections';
import { intended } from '../../scope/services';
import { usedServices } from '../../scope/used-services';
import type { Check } from '../check';
import { fails, isUnknown, namedSubject, type Problem } from '../finding';

export const sharedServices: Check = {
  id: 'network/shared-services',
  title: 'A service that projects share is no bridge to other projects or to the rest of the cluster',
  why: 'All projects reach one tracking server by their network position; what it may reach, they reach through it.',
  answers: ['T6'],
  control: "default deny and allow rules for the service's own pods, and a tenancy that tells its callers apart",
  fix: 'deny egress of the service by default, and let it out to what it needs only',
  *judge(evidence) {
    for (const [item, users] of servicesWithUsers(evidence)) {
      const problems = [...bridgeProblems(evidence, item), ...tenancyProblems(evidence, item, users)];
      yield { subject: namedSubject(`service/${className(item)}`, item.namespace.name), problems };
    }
  },
};

/** Pods of other namespaces that projects are meant to reach, with how many do. */
function servicesWithUsers(evidence: Evidence): ReadonlyMap<PodClass, ReadonlySet<string>> {
  const { scope, network } = evidence;
  const found = new Map<PodClass, Set<string>>();
  for (const namespace of scope.namespaces) {
    for (const { source, destination, estimate } of network.contacts(namespace.name)) {
      if (source.namespace.name !== namespace.name || network.isTraining(destination) || network.isDns(destination))
        continue;
      if (isNone(estimate.atMost) || isAnyPod(destination) || isNone(intended(evidence, namespace, destination)))
        continue;
      const users = found.get(destination) ?? new Set();
      found.set(destination, users.add(namespace.name));
    }
  }
  return found;
}

function bridgeProblems({ network, scope, assumptions }: Evidence, item: PodClass): readonly Problem[] {
  const stranger = network.stranger;
  const targets = [stranger, ...scope.namespaces.slice(0, 1).map(({ name }) => network.anyPodOf(name))];
  for (const target of targets) {
    const out = network.reachability.allowed('egress', item, target);
    if (isNone(out.atMost)) continue;
    const governed = network.reachability.governing(item).some(({ policy }) => policy.egress !== undefined);
    const way = `${className(item)} -> ${className(target)}: ${connectionsText(shownConnections(out))}`;
    if (governed && !isNone(out.atLeast)) return [fails(`may go on from there: ${way}`)];
    if (assumptions.complete === true && !governed)
      return [fails(`nothing limits where it goes on from there: ${way}`)];
    return [isUnknown(`these files hold no policy for its egress: ${way}, unless others do`)];
  }
  return [];
}

/** What a service says of itself stands in the description only. */
function tenancyProblems({ platform }: Evidence, item: PodClass, users: ReadonlySet<string>): readonly Problem[] {
  if (platform === undefined || users.size < 2) return [];
  const services = [...users].flatMap((name) => usedServices(platform, { name }));
  const service = services.find(({ namespace, labels }) => {
    return (
      namespace === item.namespace.name && [...labels].every(([key, value]) => item.labels.known.get(key) === value)
    );
  })?.service;
  if (service === undefined || typeof service.tenancy !== 'object') return [];
  const weakened = { risk: 'service-without-tenancy', on: service.name } as const;
  return [fails(`${users.size} projects meet in it and it tells nobody apart`, { weakened })];
}
