import type { KubernetesObject } from '../../input/kubernetes-object';
import type { EnforcingCni } from '../premises';
import type { AdminPolicy, AdminRule } from './admin-policy';

/**
 * Whether a CNI does what an object of policy.networking.k8s.io says. Releases are in no file, so what came or went with
 * one is `perhaps`. Without a CNI the API is read as it is written.
 */
export type Support = 'yes' | 'perhaps' | 'no';

function supportOf({ kind }: KubernetesObject, cni: EnforcingCni | undefined): Support {
  switch (cni) {
    case undefined:
      return 'yes';
    // It has a kind of the same name in a group of its own (https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html).
    case 'vpc-cni':
      return 'no';
    // From 1.20, where it is switched on (https://github.com/cilium/cilium/pull/47227); the older kinds never came.
    case 'cilium':
      return kind === 'ClusterNetworkPolicy' ? 'perhaps' : 'no';
    // From 3.32, which gave the older kinds up for it (https://github.com/projectcalico/calico/issues/10745).
    case 'calico':
      return 'perhaps';
  }
}

/** What may be left out of account protects nobody, and opens perhaps: of a kind that is not supported only its opening rules count. */
export function asSupported(policy: AdminPolicy, cni: EnforcingCni | undefined): AdminPolicy {
  const support = supportOf(policy.object, cni);
  if (support === 'yes') return policy;
  const counting = (rules: readonly AdminRule[]): readonly AdminRule[] =>
    support === 'perhaps' ? rules : rules.filter(({ action }) => action === 'accept');
  return { ...policy, inEffect: 'perhaps', ingress: counting(policy.ingress), egress: counting(policy.egress) };
}
