import {
  both,
  connectionsText,
  isNone,
  NO_CONNECTIONS,
  without,
  type Connections,
} from '../../reachability/connections';
import { isEmpty, bothAddresses } from '../../reachability/addresses';
import type { Evidence } from '../../evidence';
import type { PodClass } from '../../reachability/pod-class';
import { className } from '../../scope/project-network';
import { DNS_PORTS } from '../../scope/services';
import { namespaceSubject } from '../../scope/training-scope';
import type { Check } from '../check';
import { fails, notKnown, type Problem } from '../../problem';
import { dnsAddresses } from '../../scope/known-addresses';

export const dnsAnswers: Check = {
  id: 'network/dns-answers',
  title: 'Projects can ask DNS, by UDP and TCP',
  why: 'Without names no rendezvous, no service and no endpoint is found; policies that block everything leave nothing to isolate.',
  stops: [],
  control: 'a DNS rule on both ends, for both protocols',
  fix: "allow UDP and TCP 53 to the cluster's DNS, and let DNS be asked",
  positive: true,
  *judge(evidence) {
    for (const namespace of evidence.scope.namespaces) {
      const own = evidence.network.classesIn(namespace.name);
      const judged = namespace.workloads.length === 0 ? own : own.filter(({ workloads }) => workloads.length > 0);
      yield {
        subject: namespaceSubject(namespace),
        problems: judged.flatMap((item) => problemsOf(evidence, item)).slice(0, 1),
      };
    }
  },
};

function problemsOf(evidence: Evidence, item: PodClass): readonly Problem[] {
  const ways = [toPods, toAddresses, toNode].map((way) => way(evidence, item));
  if (ways.some(({ sure }) => isNone(without(DNS_PORTS, sure)))) return [];
  const possible = ways.some(({ perhaps }) => isNone(without(DNS_PORTS, perhaps)));
  const best = ways.map(({ sure }) => without(DNS_PORTS, sure)).find((left) => !isNone(both(DNS_PORTS, left)));
  const text = `${className(item)} cannot ask DNS by ${connectionsText(best ?? DNS_PORTS)}`;
  return [possible ? notKnown(`${text}, perhaps: which policies govern either end is not known`) : fails(text)];
}

interface Way {
  readonly sure: Connections;
  readonly perhaps: Connections;
}

function toPods({ network }: Evidence, item: PodClass): Way {
  const { atLeast, atMost } = network.reachability.between(item, network.dns);
  return { sure: atLeast, perhaps: atMost };
}

function toAddresses(evidence: Evidence, item: PodClass): Way {
  const resolvers = dnsAddresses(evidence);
  const open = evidence.network.reachability
    .outside('egress', item)
    .filter(({ addresses }) => !isEmpty(bothAddresses(addresses, resolvers)));
  const best = open.find(({ estimate }) => isNone(without(DNS_PORTS, estimate.atLeast))) ?? open[0];
  return { sure: best?.estimate.atLeast ?? NO_CONNECTIONS, perhaps: best?.estimate.atMost ?? NO_CONNECTIONS };
}

function toNode({ network }: Evidence, item: PodClass): Way {
  const { atLeast, atMost } = network.entityPorts(item, 'host');
  return { sure: atLeast, perhaps: atMost };
}
