import type { Check } from '../check';
import { fails, notKnown, namedSubject, resourceSubject } from '../../problem';

export const startsClosed: Check = {
  id: 'network/starts-closed',
  title: 'Pods start closed, before their policies are attached',
  why: 'In its standard mode the VPC CNI starts a pod with everything open; one or two seconds suffice to send a secret.',
  stops: ['A1'],
  control: 'NETWORK_POLICY_ENFORCING_MODE=strict of the add-on vpc-cni',
  fix: 'set NETWORK_POLICY_ENFORCING_MODE to strict; if it is, vouch for it: --assume strict',
  *judge({ enforcement: { strict, addon, cni } }) {
    const subject = addon === undefined ? namedSubject('cluster') : resourceSubject(addon);
    if (strict === 'yes') yield { subject, problems: [] };
    else if (strict === 'no') {
      const weakened = { risk: 'network-starts-open', on: '' } as const;
      yield { subject, problems: [fails('the VPC CNI enforces in standard mode', { weakened })] };
    } else yield { subject, problems: [notKnown(`no file says how ${cni ?? 'the CNI'} starts pods`)] };
  },
};
