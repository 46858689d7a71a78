import { isKind, type KubernetesObject } from '../../input/kubernetes-object';
import { NO_ADDRESSES } from '../../reachability/addresses';
import type { Check } from '../check';
import { fails, objectSubject, type Problem } from '../finding';
import { addressesOfProjects, takenAddresses, takenProblems } from './taken-addresses';

export const serviceShape: Check = {
  id: 'network/service-shape',
  title:
    "Services of projects lead to the project's own pods, nothing else leads in, and no Service takes an address that projects use",
  why: 'An external address takes over traffic on every node, a hand-written endpoint leads to production, a route lets the world in.',
  answers: ['T12'],
  control: 'Services of type ClusterIP with a selector; no endpoints, ingresses or routes beside them',
  fix: 'use a ClusterIP Service with a selector',
  *judge(evidence) {
    const { inputs, scope, objects } = evidence;
    const taking = objects
      .ofKind('', 'Service')
      .filter((service) => !scope.contains(service.namespace) && takenAddresses(service).length > 0);
    const used = taking.length === 0 ? NO_ADDRESSES : addressesOfProjects(evidence);
    for (const service of taking) yield { subject: objectSubject(service), problems: takenProblems(service, used) };
    for (const object of inputs.objects) {
      if (!scope.contains(object.namespace)) continue;
      if (isKind(object, '', 'Service')) yield { subject: objectSubject(object), problems: serviceProblems(object) };
      const way = WAYS.find(([group, kind]) => isKind(object, group, kind));
      if (way === undefined || isOwned(object)) continue;
      yield { subject: objectSubject(object), problems: [fails(`a hand-written ${object.kind} ${way[2]}`)] };
    }
  },
};

const WAYS = [
  ['', 'Endpoints', 'gives a Service any address'],
  ['discovery.k8s.io', 'EndpointSlice', 'gives a Service any address'],
  ['networking.k8s.io', 'Ingress', 'lets clients of the ingress controller in'],
  ['gateway.networking.k8s.io', 'HTTPRoute', 'lets clients of a gateway in'],
  ['gateway.networking.k8s.io', 'GRPCRoute', 'lets clients of a gateway in'],
  ['gateway.networking.k8s.io', 'TCPRoute', 'lets clients of a gateway in'],
  ['gateway.networking.k8s.io', 'TLSRoute', 'lets clients of a gateway in'],
  ['networking.k8s.aws', 'PolicyEndpoint', 'is what the agent enforces in place of the policies'],
] as const;

/** Written by a controller: endpoints of a Service with a selector. */
function isOwned({ field }: KubernetesObject): boolean {
  const managed = field.at('metadata', 'labels', 'endpointslice.kubernetes.io/managed-by')?.value;
  return field.at('metadata', 'ownerReferences') !== undefined || managed === 'endpointslice-controller.k8s.io';
}

function serviceProblems({ field }: KubernetesObject): readonly Problem[] {
  const spec = field.get('spec');
  const type = spec?.get('type');
  const problems: Problem[] = [];
  if (type !== undefined && type.value !== 'ClusterIP')
    problems.push(fails(`type is ${String(type.value)}`, { at: type }));
  for (const key of [
    'externalIPs',
    'externalName',
    'loadBalancerIP',
    'loadBalancerSourceRanges',
    'loadBalancerClass',
  ]) {
    const at = spec?.get(key);
    if (at !== undefined) problems.push(fails(`${key} leads past the policies`, { at }));
  }
  const selector = spec?.get('selector');
  if (type?.value !== 'ExternalName' && (selector === undefined || selector.entries().length === 0))
    problems.push(
      fails('has no selector: whoever writes its endpoints decides where it leads', { at: selector ?? spec }),
    );
  return problems;
}
