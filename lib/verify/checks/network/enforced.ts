import type { Check } from '../check';
import { fails, notKnown, namedSubject, resourceSubject } from '../../problem';

export const enforced: Check = {
  id: 'network/enforced',
  title: 'Network policies take effect',
  why: 'A policy that nothing enforces is a comment: on EKS the VPC CNI enforces none until it is told to.',
  stops: ['A1', 'A4'],
  control: 'add-on vpc-cni with enableNetworkPolicy, or a CNI that always enforces',
  fix: 'give the plan with the vpc-cni add-on, or vouch for it: --assume cni=vpc-cni|cilium|calico',
  *judge({ enforcement }) {
    const { addon, enforced: state, cni, switchedOff } = enforcement;
    const subject = addon === undefined ? namedSubject('cluster') : resourceSubject(addon);
    if (state === 'yes') yield { subject, problems: [] };
    else if (switchedOff !== undefined) {
      const { setting, at, isSure } = switchedOff;
      const fix = 'leave enable-policy, policy-audit-mode and enable-k8s-networkpolicy of Cilium as they come';
      const problem = isSure
        ? fails(`Cilium is there, and enforces no network policies: ${setting}`, { at, fix })
        : notKnown(`Cilium is there; whether it enforces network policies, no file says: ${setting}`, { at, fix });
      yield { subject, problems: [problem] };
    } else if (state === 'no') {
      const fix = 'set configurationValues of the vpc-cni add-on, of v1.14 or later: {"enableNetworkPolicy": "true"}';
      yield {
        subject,
        problems: [fails('the VPC CNI is there, with enforcement of network policies switched off', { fix })],
      };
    } else {
      const what =
        cni === undefined
          ? 'no file says what enforces the policies'
          : `${cni} is there; no file says that it enforces`;
      yield { subject, problems: [notKnown(what)] };
    }
  },
};
