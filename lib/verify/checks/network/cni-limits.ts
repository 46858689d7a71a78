import { itemsIn, type Field } from '../../input/field';
import { servicesOf } from '../../reachability/service';
import type { Check } from '../check';
import { fails, objectSubject, type Problem } from '../../problem';

/** https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html */
const MAX_PORTS = 24;

export const cniLimits: Check = {
  id: 'network/cni-limits',
  title: 'Policies use nothing that the VPC CNI is known to get wrong',
  why: 'Releases of its agent ignored "except", and more ports than it has room for are dropped: the rule is not what it says.',
  stops: ['A1'],
  control: 'policies without "except", with few ports, and Services whose port is that of the container',
  fix: 'write the blocks that are meant instead of what is excepted, and one port for each rule',
  *judge({ inputs, scope, network, enforcement }) {
    if (enforcement.cni !== 'vpc-cni') return;
    for (const { name } of scope.namespaces) {
      for (const { object } of network.policies.byNamespace.get(name) ?? [])
        yield { subject: objectSubject(object), problems: policyProblems(object.field) };
    }
    // Policies have to mean a Service alike: those of its own pods, and those of projects that reach them.
    const meant = new Set([
      ...[...network.policies.byNamespace].flatMap(([name, policies]) => (policies.length > 0 ? [name] : [])),
      ...scope.namespaces.flatMap(({ name }) => [
        name,
        ...network.contacts(name).map(({ destination }) => destination.namespace.name),
      ]),
    ]);
    const used = new Set(network.reachability.classes.map(({ namespace }) => namespace.name));
    for (const service of servicesOf(inputs)) {
      if (!used.has(service.namespace) || !meant.has(service.namespace)) continue;
      if (service.headless || service.selector === undefined) continue;
      const wrong = service.ports.find(({ port, target }) => typeof target === 'number' && target !== port);
      const fix = 'give the Service the port of its container; policies and the VPC CNI then mean the same';
      const problems =
        wrong === undefined
          ? []
          : [
              fails(`port ${wrong.port} leads to ${wrong.target}: the VPC CNI wants them equal`, {
                fix,
                at: service.object.field.at('spec', 'ports'),
              }),
            ];
      yield { subject: objectSubject(service.object), problems };
    }
  },
};

function policyProblems(policy: Field): readonly Problem[] {
  return (['ingress', 'egress'] as const).flatMap((direction) =>
    itemsIn(policy, 'spec', direction).flatMap((rule): Problem[] => {
      const peers = itemsIn(rule, direction === 'ingress' ? 'from' : 'to');
      const ports = itemsIn(rule, 'ports');
      const excepts = peers.flatMap((peer) => peer.at('ipBlock', 'except') ?? []);
      return [
        ...excepts.map((at) => fails('excepts addresses from a block; the agent has ignored that', { at })),
        ...(ports.length > MAX_PORTS
          ? [fails(`${ports.length} ports in a rule, ${MAX_PORTS} have room`, { at: rule })]
          : []),
      ];
    }),
  );
}
