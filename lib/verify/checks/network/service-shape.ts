import { GUARDED_KINDS } from '../../../model/policies/guarded-kinds';
import { groupOf } from '../../input/kinds';
import { isKind, type KubernetesObject } from '../../input/kubernetes-object';
import type { ObjectIndex } from '../../input/object-index';
import { NO_ADDRESSES } from '../../reachability/addresses';
import type { Check } from '../check';
import { fails, objectSubject, type Problem } from '../finding';
import { addressesOfProjects, takenAddresses, takenProblems } from './taken-addresses';

/** Groups of kinds that the platform's own people may write. */
const PAST_POLICIES: ReadonlySet<string> = new Set(['k8s.cni.cncf.io', 'networking.istio.io']);

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
      const way = WAYS.find(({ group, kind }) => isKind(object, group, kind));
      if (way === undefined || isWrittenForKnown(object, objects)) continue;
      yield { subject: objectSubject(object), problems: [fails(`a hand-written ${object.kind} ${way.opens}`)] };
    }
  },
};

/** Kinds that lead into a project or out of it, past its policies: what controllers write, and further interfaces of pods. */
const WAYS = GUARDED_KINDS.filter(
  ({ where, writers, group, subresource }) =>
    where === 'project' && subresource === undefined && (writers === 'controllers' || PAST_POLICIES.has(group)),
);

/** What a controller writes for an object that somebody else wrote, by the kind of that object. */
const WRITTEN_FOR: Readonly<Record<string, readonly [group: string, kind: string]>> = {
  EndpointSlice: ['', 'Service'],
  PolicyEndpoint: ['networking.k8s.io', 'NetworkPolicy'],
};

/** Whether the object that it is written for is in the files: labels and references anybody may write. */
function isWrittenForKnown({ kind, namespace, field }: KubernetesObject, objects: ObjectIndex): boolean {
  const [group, ownerKind] = WRITTEN_FOR[kind] ?? [];
  if (group === undefined || ownerKind === undefined) return false;
  return (field.at('metadata', 'ownerReferences')?.items() ?? []).some((reference) => {
    const [name, version, uid] = ['name', 'apiVersion', 'uid'].map((key) => reference.get(key)?.value);
    if (reference.get('kind')?.value !== ownerKind || typeof name !== 'string') return false;
    if (typeof version !== 'string' || groupOf(version) !== group) return false;
    const owner = objects.find(group, ownerKind, namespace, name);
    const known = owner?.field.at('metadata', 'uid')?.value;
    return owner !== undefined && (known === undefined || uid === undefined || known === uid);
  });
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
