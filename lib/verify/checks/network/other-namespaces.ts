import type { Evidence } from '../../evidence';
import { isNone } from '../../reachability/connections';
import type { ReachablePair } from '../../reachability/reachable-pairs';
import { beyondIntended, intended } from '../../scope/services';
import { namespaceSubject, type TrainingNamespace } from '../../scope/training-scope';
import type { Check } from '../check';
import { contactProblems, strongest } from './parts/contact';

export const otherNamespaces: Check = {
  id: 'network/other-namespaces',
  title: 'Projects reach nothing in other namespaces but DNS and the services that they use',
  why: 'By DNS a training pod finds every service of the cluster; vault.production is one HTTP call away.',
  stops: ['A1', 'A4'],
  control: 'egress rules that name a namespace by kubernetes.io/metadata.name, the pods by labels, and the port',
  fix: 'name the namespace by kubernetes.io/metadata.name and the pods by labels in the same list item, with ports',
  openWorld: true,
  *judge(evidence) {
    const { scope, network } = evidence;
    for (const namespace of scope.namespaces) {
      const foreign = network.contacts(namespace.name).flatMap((pair) => beyondIntended(evidence, namespace, pair));
      const problems = contactProblems(
        network,
        strongest(foreign, ({ destination }) => destination.namespace.name),
        'egress',
        (pairs) => reached(evidence, namespace, pairs),
      );
      yield { subject: namespaceSubject(namespace), problems };
    }
  },
};

function reached(evidence: Evidence, namespace: TrainingNamespace, pairs: readonly ReachablePair[]): string {
  const [{ destination }, ...more] = pairs as readonly [ReachablePair, ...ReachablePair[]];
  if (more.length > 0) return 'reaches other namespaces';
  if (evidence.network.isStranger(destination)) return 'reaches namespaces that no policy names';
  const isUsed = !isNone(intended(evidence, namespace, destination));
  return `reaches ${isUsed ? 'more than the service of' : 'into'} namespace ${destination.namespace.name}`;
}
