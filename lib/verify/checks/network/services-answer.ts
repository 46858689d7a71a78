import { connectionsText, isNone, ports, without } from '../../reachability/connections';
import type { Evidence } from '../../evidence';
import type { PodClass } from '../../reachability/pod-class';
import { className, isAnyPod } from '../../scope/project-network';
import { namespaceSubject, type TrainingNamespace } from '../../scope/training-scope';
import { usedServices } from '../../scope/used-services';
import type { Check } from '../check';
import { fails, notKnown, type Problem } from '../../problem';

export const servicesAnswer: Check = {
  id: 'network/services-answer',
  title: 'Projects reach the services that they use',
  why: 'A rule for a port that no pod listens on, or that the other end refuses, is a job that fails after hours in a queue.',
  stops: [],
  control: 'an egress rule of the project and an ingress rule of the service for the same pods and port',
  fix: 'allow the port of the container at both ends',
  positive: true,
  *judge(evidence) {
    for (const namespace of evidence.scope.namespaces) {
      const problems =
        evidence.platform === undefined ? namedProblems(evidence, namespace) : usedProblems(evidence, namespace);
      if (problems !== undefined) yield { subject: namespaceSubject(namespace), problems };
    }
  },
};

/** By the description: every service that the project uses. */
function usedProblems({ platform, network }: Evidence, namespace: TrainingNamespace): readonly Problem[] | undefined {
  const used = platform === undefined ? [] : usedServices(platform, namespace);
  if (used.length === 0) return undefined;
  return used.flatMap(({ service, namespace: of, labels, port }): readonly Problem[] => {
    const pods = network.supposedWith(of, labels);
    if (pods === undefined) return [];
    for (const item of judgedClasses({ network }, namespace)) {
      const { atLeast, atMost } = network.reachability.between(item, pods);
      if (isNone(without(ports('TCP', port), atLeast))) continue;
      const text = `${className(item)} does not reach ${service.name} on ${connectionsText(ports('TCP', port))}`;
      return [isNone(without(ports('TCP', port), atMost)) ? notKnown(`${text}, perhaps`) : fails(text)];
    }
    return [];
  });
}

/** Without one: what the project lets out to pods that it names must be let in there. */
function namedProblems({ network }: Evidence, namespace: TrainingNamespace): readonly Problem[] | undefined {
  const problems: Problem[] = [];
  let any = false;
  for (const destination of network.namedOutside(namespace.name)) {
    for (const item of judgedClasses({ network }, namespace)) {
      const out = network.reachability.allowed('egress', item, destination).atLeast;
      if (isNone(out) || isAnyPod(destination)) continue;
      any = true;
      const refused = without(out, network.reachability.between(item, destination).atMost);
      if (isNone(refused)) continue;
      problems.push(
        fails(`${className(destination)} refuses ${connectionsText(refused)} that ${namespace.name} is let out for`),
      );
      break;
    }
  }
  return any ? problems : undefined;
}

function judgedClasses(
  { network }: Pick<Evidence, 'network'>,
  { name, workloads }: TrainingNamespace,
): readonly PodClass[] {
  const own = network.classesIn(name);
  return workloads.length === 0 ? own : own.filter((item) => item.workloads.length > 0);
}
