import type { Check } from '../check';
import { isUnknown, type Problem } from '../finding';
import type { KubernetesObject } from '../../input/kubernetes-object';
import { namespaceSubject } from '../../scope/training-scope';

export const podSecurityGroups: Check = {
  id: 'network/pod-security-groups',
  title: 'Pods of a project have the security groups of their nodes',
  why: 'A SecurityGroupPolicy gives pods an interface with other groups, past those of the nodes, and in strict mode past network policies.',
  answers: ['A1'],
  control: 'no SecurityGroupPolicy in namespaces of projects',
  fix: 'remove the SecurityGroupPolicy; network policies and the groups of the nodes do the same',
  *judge({ scope, objects }) {
    for (const namespace of scope.namespaces) {
      const policies = objects.inNamespace('vpcresources.k8s.aws', 'SecurityGroupPolicy', namespace.name);
      yield { subject: namespaceSubject(namespace), problems: policies.map(problemOf) };
    }
  },
};

/** https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html */
function problemOf({ name, field }: KubernetesObject): Problem {
  const groups = field.at('spec', 'securityGroups', 'groupIds')?.items() ?? [];
  const ids = groups.map(({ value }) => String(value)).join(', ');
  return isUnknown(`${name} gives pods security groups ${ids}, and what those let through is not judged`, {
    at: field,
  });
}
