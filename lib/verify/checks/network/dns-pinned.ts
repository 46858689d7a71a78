import { DNS_PORTS } from '../../scope/services';
import { both, connectionsText, isNone } from '../../reachability/connections';
import { itemsIn, type Field } from '../../input/field';
import { contains, oneAddress, rangeTexts, type Addresses } from '../../reachability/addresses';
import { allowingRule } from '../../scope/allowing-rule';
import { className } from '../../scope/project-network';
import { namespaceSubject } from '../../scope/training-scope';
import type { Check } from '../check';
import { fails, notKnown, workloadSubject, type Problem, type Weakened } from '../../problem';
import { PRIVATE } from '../../reachability/private-addresses';
import { dnsAddresses } from '../../scope/known-addresses';

export const dnsPinned: Check = {
  id: 'network/dns-pinned',
  title: "DNS queries of projects go to the cluster's DNS only",
  why: 'A DNS rule without "to" opens port 53 to every address: production, and any resolver of an attacker.',
  stops: ['A1'],
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
          .filter(
            ({ addresses, estimate }) => !contains(resolvers, addresses) && !isNone(both(estimate.atLeast, DNS_PORTS)),
          );
        // Who may send to the internet may ask its servers; those of the own network are another matter.
        const isOwn = ({ addresses }: { readonly addresses: Addresses }): boolean => contains(PRIVATE, addresses);
        const worst = open.find(isOwn) ?? open[0];
        if (worst === undefined) continue;
        const rule = allowingRule(network.reachability, 'egress', item, worst.addresses);
        const way = `${className(item)} -> ${rangeTexts(worst.addresses)[0] ?? ''}`;
        const weakened: Weakened | undefined = isOwn(worst)
          ? undefined
          : { risk: 'internet-egress', on: namespace.name };
        problems.push(fails(`DNS is open to addresses outside the cluster: ${way}`, { at: rule?.place, weakened }));
        break;
      }
      yield { subject: namespaceSubject(namespace), problems };
      for (const workload of namespace.workloads) {
        const named = itemsIn(workload.spec, 'dnsConfig', 'nameservers');
        if (named.length === 0) continue;
        yield { subject: workloadSubject(workload), problems: named.flatMap((at) => serverProblems(at, resolvers)) };
      }
    }
  },
};

/** A pod may name servers of its own, beside those of the cluster or instead of them: which private ones are the cluster's is not always known. */
function serverProblems(at: Field, resolvers: Addresses): readonly Problem[] {
  const address = typeof at.value === 'string' ? oneAddress(at.value) : undefined;
  if (address !== undefined && contains(resolvers, address)) return [];
  const isOutside = address === undefined || !contains(PRIVATE, address);
  return isOutside
    ? [fails(`asks name server ${String(at.value)}, which is none of the cluster`, { at })]
    : [notKnown(`whether name server ${String(at.value)} is one of the cluster is not known`, { at })];
}
