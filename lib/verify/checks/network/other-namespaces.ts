import { isNone } from '../../reachability/connections';
import { beyondIntended, intended } from '../../scope/services';
import { namespaceSubject } from '../../scope/training-scope';
import type { Check } from '../check';
import { contactProblem, strongest } from './parts/contact';

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
      const problems = strongest(foreign, ({ destination }) => destination.namespace.name).map((pair) => {
        const isUsed = !isNone(intended(evidence, namespace, pair.destination));
        const message = network.isStranger(pair.destination)
          ? 'reaches namespaces that no policy names'
          : `reaches ${isUsed ? 'more than the service of' : 'into'} namespace ${pair.destination.namespace.name}`;
        return contactProblem(network, pair, 'egress', { message });
      });
      yield { subject: namespaceSubject(namespace), problems };
    }
  },
};
