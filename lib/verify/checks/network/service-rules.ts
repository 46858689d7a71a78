import { connectionsText, isNone, without } from '../../reachability/connections';
import { allowingRule } from '../../scope/allowing-rule';
import { className, isAnyPod } from '../../scope/project-network';
import { intended } from '../../scope/services';
import type { Evidence } from '../../evidence';
import type { PodClass } from '../../reachability/pod-class';
import type { Check } from '../check';
import { fails, namedSubject, type Problem } from '../finding';

export const serviceRules: Check = {
  id: 'network/service-rules',
  title:
    'Policies of a shared service let projects in no further than they are meant to come, whatever their own policies say',
  why: 'A project that uses a service opens its own side; a service that is open to every namespace leaves the other projects to theirs alone.',
  answers: ['A1', 'T6'],
  control: "the namespaces of its users, and its port, in every ingress rule of the service's pods",
  fix: 'name in the ingress rule the namespaces of the projects that use the service, and its port',
  *judge(evidence) {
    const { network, platform } = evidence;
    const isService = ({ namespace, labels }: PodClass): boolean =>
      (platform?.services ?? []).some(
        (service) =>
          service.namespace === namespace.name &&
          Object.entries(service.podLabels).every(([key, value]) => labels.known.get(key) === value),
      );
    for (const service of network.outsidePods.filter((item) => !isAnyPod(item) && isService(item))) {
      // Without a policy it is open to all of the cluster, as services of others are.
      const isGoverned = network.reachability.governing(service).some(({ policy }) => policy.ingress !== undefined);
      if (!isGoverned) continue;
      const subject = namedSubject(`service/${className(service)}`, service.namespace.name);
      yield { subject, problems: problemsOf(evidence, service) };
    }
  },
};

function problemsOf(evidence: Evidence, service: PodClass): readonly Problem[] {
  const { reachability } = evidence.network;
  return evidence.scope.namespaces.flatMap((namespace): readonly Problem[] => {
    const allowed = intended(evidence, namespace, service);
    for (const item of evidence.network.classesIn(namespace.name)) {
      const beyond = without(reachability.allowed('ingress', service, item).atLeast, allowed);
      if (isNone(beyond)) continue;
      const rule = allowingRule(reachability, 'ingress', service, item);
      const way = `${className(item)} -> ${className(service)}: ${connectionsText(beyond)}`;
      return [fails(`lets in what only the project's own policies withhold: ${way}`, { at: rule?.place })];
    }
    return [];
  });
}
