import type { Direction } from '../../reachability/policies/network-policy';
import { namespaceSubject } from '../../scope/training-scope';
import type { Check } from '../check';
import { fails, notKnown, type Problem } from '../../problem';

export const defaultDeny: Check = {
  id: 'network/default-deny',
  title: 'Every pod of a project is denied everything that no rule allows, in both directions',
  why: 'What no policy selects talks to everybody, and so does every pod that somebody makes tomorrow.',
  stops: ['A1', 'A4'],
  control: 'a NetworkPolicy with podSelector {} and both policyTypes in each namespace of a project',
  fix: 'add a NetworkPolicy with podSelector: {} and policyTypes: [Ingress, Egress]',
  *judge({ scope, network }) {
    for (const namespace of scope.namespaces) {
      const governing = network.reachability.governing(network.anyPodOf(namespace.name));
      const foreign = network.policies.foreign.find((policy) => [undefined, namespace.name].includes(policy.namespace));
      const problems = (['ingress', 'egress'] as const).flatMap((direction: Direction): Problem[] => {
        const isolating = governing.filter(({ policy, match }) => match === 'yes' && policy[direction] !== undefined);
        const denying = isolating.filter(
          ({ policy }) => policy[direction]?.length === 0 && policy.entities === undefined,
        );
        if (denying.some(({ policy }) => policy.pods.requirements.length === 0)) return [];
        if (denying.length > 0) {
          const names = denying.map(({ policy }) => policy.object.name).join(', ');
          return [
            fails(`${direction} is open to pods that ${names} leaves out by their labels, which anybody may set`),
          ];
        }
        if (isolating.length > 0) {
          const names = isolating.map(({ policy }) => policy.object.name).join(', ');
          return [
            fails(`${direction} is denied by policies only that allow something: with ${names} the isolation goes`),
          ];
        }
        const message = `${direction} of pods that no other policy selects is open`;
        if (foreign === undefined) return [fails(message)];
        return [
          notKnown(
            `${message}, unless ${foreign.object.kind} ${foreign.object.name} isolates them: it is not evaluated`,
          ),
        ];
      });
      yield { subject: namespaceSubject(namespace), problems };
    }
  },
};
