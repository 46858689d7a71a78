import { requirementText, type Selector } from '../../labels/selector';
import type { Direction } from '../../reachability/policies/network-policy';
import type { Check } from '../check';
import { fails, objectSubject, placeIn, type Problem } from '../../problem';
import { namedNamespaces } from '../../reachability/policies/peer';

export const namespaceLabels: Check = {
  id: 'network/namespace-labels',
  title: 'Policies of projects name other namespaces by the label that nobody can forge',
  why: 'A label such as name=production is set by whoever may write a namespace, and by nobody on a fresh cluster.',
  stops: ['A2', 'A4'],
  control: 'namespaceSelector with kubernetes.io/metadata.name, which the API server sets',
  fix: 'select by kubernetes.io/metadata.name',
  *judge({ scope, network }) {
    for (const { name } of scope.namespaces) {
      for (const policy of network.policies.byNamespace.get(name) ?? []) {
        const problems = (['ingress', 'egress'] as const).flatMap((direction: Direction): Problem[] =>
          (policy[direction] ?? []).flatMap(({ index, peers }) =>
            (peers ?? []).flatMap((peer): Problem[] => {
              const fault = peer.kind === 'pods' ? faultOf(peer.namespaces) : undefined;
              const at = placeIn(policy.object, 'spec', direction, index);
              return fault === undefined ? [] : [fails(`${direction}[${index}] ${fault}`, { at })];
            }),
          ),
        );
        yield { subject: objectSubject(policy.object), problems };
      }
    }
  },
};

/** By the name, one or several; anything beside it only narrows. */
function faultOf(namespaces: Selector): string | undefined {
  if (namedNamespaces(namespaces) !== undefined) return undefined;
  const { requirements } = namespaces;
  if (requirements.length === 0) return 'selects every namespace';
  return `selects namespaces by ${requirements.map(requirementText).join(', ')}`;
}
