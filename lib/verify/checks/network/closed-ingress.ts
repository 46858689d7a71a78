import { few } from '../../few';
import { rangeTexts } from '../../reachability/addresses';
import { connectionsText, isNone } from '../../reachability/connections';
import { isDenied } from '../../reachability/estimate';
import { allowingRule } from '../../scope/allowing-rule';
import { className, shownConnections } from '../../scope/project-network';
import { namespaceSubject, type TrainingNamespace } from '../../scope/training-scope';
import type { Evidence } from '../../evidence';
import type { Check } from '../check';
import { fails, notKnown, type Problem } from '../../problem';
import { contactProblems, strongest } from './parts/contact';

export const closedIngress: Check = {
  id: 'network/closed-ingress',
  title: 'Nobody outside a project opens connections to its pods',
  why: 'Ranks listen on ephemeral ports for whoever comes; a pod taken elsewhere in the cluster needs only to dial.',
  stops: ['A4'],
  control: 'default deny of ingress, and peer policies without other namespaces or addresses',
  fix: 'allow ingress from podSelector of the own namespace only',
  openWorld: true,
  *judge(evidence) {
    const { scope, network } = evidence;
    for (const namespace of scope.namespaces) {
      const inward = network
        .contacts(namespace.name)
        .filter(
          ({ source, destination }) => destination.namespace.name === namespace.name && !network.isTraining(source),
        )
        .filter(({ source, destination }) => !network.isMerelyNode('ingress', destination, source));
      const problems = contactProblems(
        network,
        strongest(inward, ({ source }) => source.namespace.name),
        'ingress',
        () => 'is open to pods of other namespaces',
      );
      yield { subject: namespaceSubject(namespace), problems: [...problems, ...fromAddresses(evidence, namespace)] };
    }
  },
};

function fromAddresses({ network }: Evidence, { name }: TrainingNamespace): readonly Problem[] {
  const { reachability } = network;
  for (const item of network.classesIn(name)) {
    const open = reachability.outside('ingress', item).filter(({ estimate }) => !isDenied(estimate));
    const [first] = open;
    if (first === undefined) continue;
    const rule = allowingRule(reachability, 'ingress', item, first.addresses);
    const ranges = open.flatMap(({ addresses }) => rangeTexts(addresses));
    const { shown, all } = few(ranges);
    const text = `is open to addresses outside the cluster: ${shown} -> ${className(item)}: ${connectionsText(shownConnections(first.estimate))}`;
    const details = { at: rule?.place, all };
    const sure = open.some(({ estimate }) => !isNone(estimate.atLeast));
    return [sure ? fails(text, details) : notKnown(`${text}, perhaps`, details)];
  }
  return [];
}
