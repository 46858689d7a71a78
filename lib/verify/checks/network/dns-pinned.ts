import { DNS_PORTS } from '../../scope/services';
import { both, connectionsText, isNone } from '../../reachability/connections';
import { rangeTexts } from '../../reachability/addresses';
import { allowingRule } from '../../scope/allowing-rule';
import { className } from '../../scope/project-network';
import { namespaceSubject } from '../../scope/training-scope';
import type { Check } from '../check';
import { fails, type Problem } from '../finding';
import { dnsAddresses } from './known-addresses';
import { contains } from '../../reachability/addresses';

export const dnsPinned: Check = {
  id: 'network/dns-pinned',
  title: "Questions of DNS go to the cluster's DNS only",
  why: 'A DNS rule without "to" opens port 53 to every address: production, and any resolver of an attacker.',
  answers: ['A1'],
  control: 'a DNS rule with namespaceSelector kube-system and podSelector k8s-app=kube-dns in one item',
  fix: 'give the DNS rule a "to": kubernetes.io/metadata.name kube-system and k8s-app kube-dns in one item',
  *judge(evidence) {
    const { scope, network } = evidence;
    const resolvers = dnsAddresses(evidence);
    for (const namespace of scope.namespaces) {
      const problems: Problem[] = [];
      for (const { source, destination, estimate } of network.contacts(namespace.name)) {
        if (source.namespace.name !== namespace.name || !network.isStranger(destination)) continue;
        const asked = both(estimate.atLeast, DNS_PORTS);
        if (isNone(asked)) continue;
        const rule = allowingRule(network.reachability, 'egress', source, destination);
        const way = `${className(source)} -> any namespace: ${connectionsText(asked)}`;
        problems.push(fails(`DNS is open to every pod of the cluster: ${way}`, { at: rule?.place }));
        break;
      }
      for (const item of network.classesIn(namespace.name)) {
        const open = network.reachability
          .outside('egress', item)
          .find(
            ({ addresses, estimate }) => !contains(resolvers, addresses) && !isNone(both(estimate.atLeast, DNS_PORTS)),
          );
        if (open === undefined) continue;
        const rule = allowingRule(network.reachability, 'egress', item, open.addresses);
        const way = `${className(item)} -> ${rangeTexts(open.addresses)[0] ?? ''}`;
        problems.push(fails(`DNS is open to addresses outside the cluster: ${way}`, { at: rule?.place }));
        break;
      }
      yield { subject: namespaceSubject(namespace), problems };
    }
  },
};
