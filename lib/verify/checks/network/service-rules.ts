import type { SharedService } from '../../../model';
import { grouped } from '../../../model/grouped';
import type { Evidence } from '../../evidence';
import { rangeTexts } from '../../reachability/addresses';
import { either, ports, without, type Connections } from '../../reachability/connections';
import { isDenied } from '../../reachability/estimate';
import type { PodClass } from '../../reachability/pod-class';
import { allowingRule } from '../../scope/allowing-rule';
import { isDescribedAs, isOfSameInstance } from '../../scope/served-pods';
import { className, isAnyPod } from '../../scope/project-network';
import { intended } from '../../scope/services';
import type { Check } from '../check';
import { fails, notKnown, namedSubject, worstProblem, type Problem } from '../../problem';
import { openProblem } from './parts/contact';

export const serviceRules: Check = {
  id: 'network/service-rules',
  title:
    'Policies of a shared service let in the projects that use it and whom the description names beside them, on its port, and nobody else',
  why: 'A project that uses a service opens its own side; a service that is open to every namespace, or to addresses, leaves the projects to the policies of everybody else.',
  stops: ['A1', 'T6'],
  control: "default deny of the service's pods; the namespaces of its users, and its port, in every ingress rule",
  fix: 'deny ingress by default, and name in the ingress rule the namespaces of the projects that use the service, and its port',
  *judge(evidence) {
    const { network, platform } = evidence;
    for (const item of network.reachability.classes) {
      if (network.isTraining(item) || isAnyPod(item)) continue;
      const service = platform?.services.find((described) => isDescribedAs(item, described));
      if (service === undefined) continue;
      const subject = namedSubject(`service/${className(item)}`, item.namespace.name);
      yield { subject, problems: problemsOf(evidence, service, item) };
    }
  },
};

function problemsOf(evidence: Evidence, service: SharedService, item: PodClass): readonly Problem[] {
  const { network, complete } = evidence;
  const { reachability } = network;
  const isIsolated = reachability.governing(item).some(({ policy }) => policy.ingress !== undefined);
  if (!isIsolated && !isDenied(reachability.allowed('ingress', item, network.stranger))) {
    const text = `no policy isolates it for ingress: every pod of the cluster reaches ${className(item)}`;
    return [complete ? fails(text) : notKnown(`${text}, unless a policy that these files do not hold does`)];
  }
  return [...fromProjects(evidence, item), ...fromOthers(evidence, service, item), ...fromAddresses(evidence, item)];
}

function fromProjects(evidence: Evidence, item: PodClass): readonly Problem[] {
  const { network, scope } = evidence;
  return scope.namespaces.flatMap((namespace) => {
    const allowed = intended(evidence, namespace, item);
    const message = "lets in what only the project's own policies withhold";
    return worstProblem(network.classesIn(namespace.name), (peer) => letIn(evidence, item, peer, allowed, message));
  });
}

/** Strangers, and pods of namespaces that are no projects. */
function fromOthers(evidence: Evidence, service: SharedService, item: PodClass): readonly Problem[] {
  const { network } = evidence;
  const others = network.reachability.classes.filter(
    (peer) => !network.isTraining(peer) && !peer.hostNetwork && !isOfSameInstance(service, item, peer),
  );
  const byNamespace = grouped(others, ({ namespace }) => namespace.name);
  return [...byNamespace.values()].flatMap((peers) =>
    worstProblem(peers, (peer) =>
      letIn(evidence, item, peer, describedFor(evidence, service, item, peer), 'lets in who is no project'),
    ),
  );
}

/** Pods that the description names, and those of its projects that are not in the files. */
function describedFor(
  evidence: Evidence,
  { alsoFrom, port }: SharedService,
  item: PodClass,
  peer: PodClass,
): Connections {
  return alsoFrom
    .filter((pods) => isDescribedAs(peer, pods))
    .map(() => ports('TCP', port))
    .reduce(either, intended(evidence, peer.namespace, item));
}

function fromAddresses({ network }: Evidence, item: PodClass): readonly Problem[] {
  const { reachability } = network;
  return worstProblem(reachability.outside('ingress', item), ({ addresses, estimate }) =>
    openProblem(
      `is open to addresses outside the cluster: ${rangeTexts(addresses)[0] ?? ''} -> ${className(item)}`,
      estimate,
      () => allowingRule(reachability, 'ingress', item, addresses),
    ),
  );
}

function letIn(
  { network }: Evidence,
  item: PodClass,
  peer: PodClass,
  allowed: Connections,
  message: string,
): Problem | undefined {
  const { atLeast, atMost } = network.reachability.allowed('ingress', item, peer);
  const beyond = { atLeast: without(atLeast, allowed), atMost: without(atMost, allowed) };
  return openProblem(`${message}: ${className(peer)} -> ${className(item)}`, beyond, () =>
    allowingRule(network.reachability, 'ingress', item, peer),
  );
}
