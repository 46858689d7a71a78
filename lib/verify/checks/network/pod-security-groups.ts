import type { Check } from '../check';
import { notKnown, type Problem } from '../../problem';
import type { KubernetesObject } from '../../input/kubernetes-object';
import { hasCustomNetworking } from '../../scope/vpc-cni';
import { namespaceSubject } from '../../scope/training-scope';

export const podSecurityGroups: Check = {
  id: 'network/pod-security-groups',
  title: 'Pods of a project have the security groups of their nodes',
  why: 'A SecurityGroupPolicy gives pods an interface with other groups, past those of the nodes, and in strict mode past network policies.',
  stops: ['A1'],
  control: 'no SecurityGroupPolicy in namespaces of projects, and no custom networking of the VPC CNI',
  fix: 'remove the SecurityGroupPolicy; network policies and the groups of the nodes do the same',
  *judge({ scope, objects, plans }) {
    const isElsewhere = hasCustomNetworking(plans);
    for (const namespace of scope.namespaces) {
      const policies = objects.inNamespace('vpcresources.k8s.aws', 'SecurityGroupPolicy', namespace.name);
      const problems = [...policies.map(problemOf), ...(isElsewhere ? [notKnown(CUSTOM)] : [])];
      yield { subject: namespaceSubject(namespace), problems };
    }
  },
};

const CUSTOM =
  'its pods get groups and subnets of an ENIConfig (AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG), and what those let through is not judged';

/** https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html */
function problemOf({ name, field }: KubernetesObject): Problem {
  const groups = field.at('spec', 'securityGroups', 'groupIds')?.items() ?? [];
  const ids = groups.map(({ value }) => String(value)).join(', ');
  return notKnown(`${name} gives pods security groups ${ids}, and what those let through is not judged`, {
    at: field,
  });
}
