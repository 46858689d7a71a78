import { GUARDED_KINDS } from '../../../model/policies/guarded-kinds';
import { isKind, type KubernetesObject } from '../../input/kubernetes-object';
import { NO_ADDRESSES } from '../../reachability/addresses';
import type { Check } from '../check';
import { fails, objectSubject, type Problem } from '../../problem';
import { madeFor } from './parts/made-for';
import { outsideProblems } from './parts/outside-service';
import { redirections } from './parts/redirections';
import { strayEndpoints } from './parts/stray-endpoints';
import { addressesOfProjects, rangeProblems, takenProblems } from './parts/taken-addresses';
import { isWrittenForKnown } from './parts/written-for-known';

/** Groups of kinds that the platform's own people may write. */
const PAST_POLICIES: ReadonlySet<string> = new Set(['k8s.cni.cncf.io', 'networking.istio.io']);

export const serviceShape: Check = {
  id: 'network/service-shape',
  title:
    "Services of projects lead to the project's own pods, nothing else leads in, and no Service takes an address that projects use or leads them elsewhere",
  why: 'An external address takes over traffic on every node, a hand-written endpoint leads to production, a route lets the world in.',
  stops: ['T12'],
  control: 'Services of type ClusterIP with a selector; no endpoints, ingresses or routes beside them',
  fix: 'use a ClusterIP Service with a selector',
  *judge(evidence) {
    const { inputs, scope, objects } = evidence;
    const services = objects.ofKind('', 'Service').filter((service) => !scope.contains(service.namespace));
    const ranges = objects.ofKind('networking.k8s.io', 'ServiceCIDR');
    const used = services.length + ranges.length === 0 ? NO_ADDRESSES : addressesOfProjects(evidence);
    for (const service of services)
      yield {
        subject: objectSubject(service),
        problems: [...takenProblems(service, used), ...rangeProblems(evidence, service, used)],
      };
    for (const range of ranges) yield { subject: objectSubject(range), problems: rangeProblems(evidence, range, used) };
    yield* strayEndpoints(evidence);
    yield* madeFor(evidence);
    yield* redirections(evidence);
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
const WAYS = [
  ...GUARDED_KINDS.filter(
    ({ where, writers, group, subresource }) =>
      where === 'project' && subresource === undefined && (writers === 'kubernetes' || PAST_POLICIES.has(group)),
  ),
  // The same of the load balancer that EKS brings along.
  {
    group: 'eks.amazonaws.com',
    kind: 'TargetGroupBinding',
    opens: 'puts pods of the project behind a load balancer',
  },
];

function serviceProblems({ field }: KubernetesObject): readonly Problem[] {
  const spec = field.get('spec');
  const type = spec?.get('type');
  const problems: Problem[] = [...outsideProblems(spec)];
  const selector = spec?.get('selector');
  if (type?.value !== 'ExternalName' && (selector === undefined || selector.entries().length === 0))
    problems.push(
      fails('has no selector: whoever writes its endpoints decides where it leads', { at: selector ?? spec }),
    );
  return problems;
}
