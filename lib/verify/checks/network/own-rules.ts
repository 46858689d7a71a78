import type { Evidence } from '../../evidence';
import { connectionsText, isNone, without } from '../../reachability/connections';
import { allowingRule } from '../../scope/allowing-rule';
import { className } from '../../scope/project-network';
import { intended } from '../../scope/services';
import { namespaceSubject, type TrainingNamespace } from '../../scope/training-scope';
import type { Check } from '../check';
import { fails, type Problem } from '../../problem';

export const ownRules: Check = {
  id: 'network/own-rules',
  title: "Policies of a project allow no more than it is meant to have, whatever the other end's policies say",
  why: 'The other end belongs to another team: the day it opens a second port, every project with a rule without ports is in.',
  stops: ['A1', 'A4', 'T6'],
  control: 'ports in every egress rule to a service or to DNS',
  fix: 'name the ports of the service in the egress rule',
  *judge(evidence) {
    if (evidence.platform === undefined) return;
    for (const namespace of evidence.scope.namespaces)
      yield { subject: namespaceSubject(namespace), problems: problemsOf(evidence, namespace) };
  },
};

function problemsOf(evidence: Evidence, namespace: TrainingNamespace): readonly Problem[] {
  const { network } = evidence;
  const { reachability } = network;
  const own = network.classesIn(namespace.name);
  return network.outsidePods
    .filter((other) => other.namespace.name !== namespace.name)
    .flatMap((other): Problem[] => {
      const allowed = intended(evidence, namespace, other);
      for (const item of own) {
        const beyond = without(reachability.allowed('egress', item, other).atLeast, allowed);
        if (isNone(beyond)) continue;
        // What comes through is another check's matter; here it is what only the other end withholds.
        const withheld = without(beyond, reachability.between(item, other).atMost);
        if (isNone(withheld)) continue;
        const rule = allowingRule(reachability, 'egress', item, other);
        const way = `${className(item)} -> ${className(other)}: ${connectionsText(withheld)}`;
        return [fails(`allows what only the other end withholds: ${way}`, { at: rule?.place })];
      }
      return [];
    });
}
