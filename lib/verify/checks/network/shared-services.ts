import type { SharedService } from '../../../model';
import { grouped } from '../../../model/grouped';
import type { Evidence } from '../../evidence';
import { hasLabels } from '../../labels/labels';
import { type Addresses, blocks, contains, rangeTexts } from '../../reachability/addresses';
import {
  connectionsText,
  either,
  isNone,
  NO_CONNECTIONS,
  ports,
  without,
  type Connections,
} from '../../reachability/connections';
import { isDenied, type Estimate } from '../../reachability/estimate';
import type { PodClass } from '../../reachability/pod-class';
import { allowingRule, type AllowingRule } from '../../scope/allowing-rule';
import { className, isAnyPod, shownConnections } from '../../scope/project-network';
import { isDescribedAs, isOfSameInstance } from '../../scope/served-pods';
import { DNS_PORTS, intended } from '../../scope/services';
import { usedServices } from '../../scope/used-services';
import type { Check } from '../check';
import { fails, notKnown, namedSubject, worstProblem, type Problem } from '../../problem';
import { openProblem } from './parts/contact';
import { dnsAddresses, NODE_PORTS } from '../../scope/known-addresses';

export const sharedServices: Check = {
  id: 'network/shared-services',
  title: 'A service that projects share is no bridge to other projects or to the rest of the cluster',
  why: 'All projects reach one tracking server by their network position; what it may reach, they reach through it.',
  stops: ['T6'],
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

function bridgeProblems(evidence: Evidence, item: PodClass): readonly Problem[] {
  const { network, complete } = evidence;
  const out = network.reachability.allowed('egress', item, network.stranger);
  const governed = network.reachability.governing(item).some(({ policy }) => policy.egress !== undefined);
  if (!governed && !isDenied(out)) {
    const way = `${className(item)} -> ${className(network.stranger)}: ${connectionsText(shownConnections(out))}`;
    return [
      complete
        ? fails(`nothing limits where it goes on from there: ${way}`)
        : notKnown(`these files hold no policy for its egress: ${way}, unless others do`),
    ];
  }
  const service = evidence.platform?.services.find((described) => isDescribedAs(item, described));
  return [
    ...onToPods(evidence, item, service),
    ...onToAddresses(evidence, item, service),
    ...onToEntities(evidence, item),
  ];
}

/** Without a description nobody knows which pods a service is meant to reach, but for strangers and projects: none. */
function onToPods(evidence: Evidence, item: PodClass, service: SharedService | undefined): readonly Problem[] {
  const { network } = evidence;
  const isAsked = (peer: PodClass): boolean => {
    if (peer.hostNetwork || peer === item) return false;
    return service === undefined
      ? network.isStranger(peer) || network.isTraining(peer)
      : !isOfSameInstance(service, item, peer);
  };
  const byNamespace = grouped(network.reachability.classes.filter(isAsked), ({ namespace }) => namespace.name);
  return [...byNamespace.values()].flatMap((peers) =>
    worstProblem(peers, (peer) => {
      const estimate = network.reachability.allowed('egress', item, peer);
      const ruleOf = (): AllowingRule | undefined => allowingRule(network.reachability, 'egress', item, peer);
      const described = network.isDns(peer) ? DNS_PORTS : describedToPods(service, peer);
      return beyond(`${className(item)} -> ${className(peer)}`, estimate, described, ruleOf);
    }),
  );
}

function onToAddresses(evidence: Evidence, item: PodClass, service: SharedService | undefined): readonly Problem[] {
  if (service === undefined) return [];
  const { reachability } = evidence.network;
  return worstProblem(reachability.outside('egress', item), ({ addresses, estimate }) => {
    const ruleOf = (): AllowingRule | undefined => allowingRule(reachability, 'egress', item, addresses);
    const way = `${className(item)} -> ${rangeTexts(addresses)[0] ?? ''}`;
    return beyond(way, estimate, describedToAddresses(evidence, service, addresses), ruleOf);
  });
}

/** Of its node a service needs what every pod does: credentials and names. */
function onToEntities({ network }: Evidence, item: PodClass): readonly Problem[] {
  return (['host', 'kube-apiserver'] as const).flatMap((entity) => {
    const open = network.entityPorts(item, entity);
    return beyond(`${className(item)} -> ${entity}`, open, entity === 'host' ? NODE_PORTS : NO_CONNECTIONS) ?? [];
  });
}

function beyond(
  way: string,
  { atLeast, atMost }: Estimate,
  described: Connections,
  ruleOf?: () => AllowingRule | undefined,
): Problem | undefined {
  const left = { atLeast: without(atLeast, described), atMost: without(atMost, described) };
  return openProblem(`may go on from there: ${way}`, left, ruleOf);
}

function describedToPods(service: SharedService | undefined, peer: PodClass): Connections {
  return (service?.egress ?? [])
    .flatMap((to) => (typeof to === 'object' && 'namespace' in to ? [to] : []))
    .filter((pods) => isDescribedAs(peer, pods))
    .map(({ port }) => ports('TCP', port))
    .reduce(either, NO_CONNECTIONS);
}

function describedToAddresses(evidence: Evidence, { egress }: SharedService, addresses: Addresses): Connections {
  const endpoints = evidence.platform?.network.endpointCidrs ?? [];
  const described = egress.flatMap((to): readonly (readonly [Addresses, Connections])[] => {
    if (to === 'cloud-endpoints') return [[blocks(endpoints), ports('TCP', 443)]];
    return 'cidr' in to ? [[blocks([to.cidr]), ports('TCP', to.port)]] : [];
  });
  return [[dnsAddresses(evidence), DNS_PORTS] as const, ...described]
    .filter(([block]) => contains(block, addresses))
    .map(([, connections]) => connections)
    .reduce(either, NO_CONNECTIONS);
}

/** What a service says of itself stands in the description only. */
function tenancyProblems({ platform }: Evidence, item: PodClass, users: ReadonlySet<string>): readonly Problem[] {
  if (platform === undefined || users.size < 2) return [];
  const services = [...users].flatMap((name) => usedServices(platform, { name }));
  const service = services.find(
    ({ namespace, labels }) => namespace === item.namespace.name && hasLabels(item.labels, labels),
  )?.service;
  if (service === undefined || typeof service.tenancy !== 'object') return [];
  const weakened = { risk: 'service-without-tenancy', on: service.name } as const;
  return [fails(`${users.size} projects meet in it and it tells nobody apart`, { weakened })];
}
