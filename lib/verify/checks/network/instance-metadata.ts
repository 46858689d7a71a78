import { bothAddresses, isEmpty } from '../../reachability/addresses';
import { connectionsText, isNone } from '../../reachability/connections';
import { allowingRule } from '../../scope/allowing-rule';
import { className, shownConnections } from '../../scope/project-network';
import { namespaceSubject } from '../../scope/training-scope';
import type { Check } from '../check';
import { fails, notKnown, type Problem } from '../../problem';
import { INSTANCE_METADATA } from '../../scope/known-addresses';

export const instanceMetadata: Check = {
  id: 'network/instance-metadata',
  title: 'No policy opens the instance metadata service',
  why: 'It hands out the role of the node to whoever asks: images of all projects, and whatever else that role may.',
  stops: ['A1', 'T4'],
  control: 'no rule for 169.254.169.254; the hop limit of the launch template is the other half',
  fix: 'write egress rules whose blocks do not hold 169.254.169.254; "except" is ignored by some releases of the VPC CNI',
  *judge({ scope, network }) {
    for (const namespace of scope.namespaces) {
      const problems = network.classesIn(namespace.name).flatMap((item): Problem[] =>
        network.reachability.outside('egress', item).flatMap(({ addresses, estimate }) => {
          if (isEmpty(bothAddresses(addresses, INSTANCE_METADATA)) || isNone(estimate.atMost)) return [];
          const rule = allowingRule(network.reachability, 'egress', item, addresses);
          const text = `reaches the metadata service of its node: ${className(item)}: ${connectionsText(shownConnections(estimate))}`;
          const details = { at: rule?.place };
          return isNone(estimate.atLeast) ? [notKnown(`${text}, perhaps`, details)] : [fails(text, details)];
        }),
      );
      yield { subject: namespaceSubject(namespace), problems: problems.slice(0, 1) };
    }
  },
};
