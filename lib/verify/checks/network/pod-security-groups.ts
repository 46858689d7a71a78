import { itemsIn } from '../../input/field';
import type { Check } from '../check';
import { notKnown, type Problem } from '../../problem';
import type { KubernetesObject } from '../../input/kubernetes-object';
import { customNetworking } from '../../scope/custom-networking';
import { namespaceSubject } from '../../scope/training-scope';

export const podSecurityGroups: Check = {
  id: 'network/pod-security-groups',
  title: 'Pods of a project have the security groups and subnets of their nodes',
  why: 'A SecurityGroupPolicy or an ENIConfig gives pods an interface past the groups and routes of the nodes, and in strict mode past network policies.',
  stops: ['A1', 'A3'],
  control: 'no SecurityGroupPolicy in namespaces of projects, and no custom networking of the VPC CNI',
  fix: 'remove the SecurityGroupPolicy; network policies and the groups of the nodes do the same',
  *judge({ scope, objects, plans }) {
    for (const namespace of scope.namespaces) {
      const policies = objects.inNamespace('vpcresources.k8s.aws', 'SecurityGroupPolicy', namespace.name);
      yield { subject: namespaceSubject(namespace), problems: policies.map(problemOf) };
    }
    for (const { subject, at, isSure } of customNetworking(objects, plans))
      yield { subject, problems: [notKnown(isSure ? ELSEWHERE : `perhaps ${ELSEWHERE}`, { at, fix: SWITCH_OFF })] };
  },
};

const ELSEWHERE =
  'gives pods subnets and security groups beside those of their nodes, and what those let through is not judged';
const SWITCH_OFF =
  'switch custom networking of the VPC CNI off (AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG), and remove its ENIConfigs';

/** https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html */
function problemOf({ name, field }: KubernetesObject): Problem {
  const groups = itemsIn(field, 'spec', 'securityGroups', 'groupIds');
  const ids = groups.map(({ value }) => String(value)).join(', ');
  return notKnown(`${name} gives pods security groups ${ids}, and what those let through is not judged`, {
    at: field,
  });
}
