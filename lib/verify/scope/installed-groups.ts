import { isKind, type KubernetesObject } from '../input/kubernetes-object';
import type { EnforcingCni } from '../reachability/premises';

/** Groups that a network plugin brings with it. */
const OF_PLUGINS: Readonly<Record<EnforcingCni, readonly string[]>> = {
  // Nodes read the endpoints of a policy, not the policy (https://github.com/aws/amazon-network-policy-controller-k8s).
  'vpc-cni': ['networking.k8s.aws'],
  cilium: ['cilium.io'],
  calico: ['projectcalico.org', 'crd.projectcalico.org'],
};

/** API groups that the cluster has, as far as the input shows it: by a definition, an object, or the network plugin. */
export function installedGroups(
  objects: readonly KubernetesObject[],
  cni: EnforcingCni | undefined,
): ReadonlySet<string> {
  const groups = new Set(cni === undefined ? [] : OF_PLUGINS[cni]);
  for (const object of objects) {
    groups.add(object.group);
    const defined = isKind(object, 'apiextensions.k8s.io', 'CustomResourceDefinition')
      ? object.field.at('spec', 'group')?.value
      : undefined;
    if (typeof defined === 'string') groups.add(defined);
  }
  return groups;
}
