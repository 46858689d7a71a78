import { itemsIn } from '../../input/field';
import type { Check } from '../check';
import { notKnown, objectSubject, type Problem } from '../../problem';
import type { KubernetesObject } from '../../input/kubernetes-object';
import { customNetworking } from '../../scope/custom-networking';
import { multusNetworks } from '../../scope/multus-networks';
import { namespaceSubject } from '../../scope/training-scope';

export const podSecurityGroups: Check = {
  id: 'network/pod-security-groups',
  title: 'Pods of a project have the security groups and subnets of their nodes, and no networks beside',
  why: 'A SecurityGroupPolicy, an ENIConfig or a default of Multus gives pods an interface past the groups and routes of the nodes, and past network policies.',
  stops: ['A1', 'A3'],
  control:
    'no SecurityGroupPolicy in namespaces of projects, no custom networking of the VPC CNI, and no networks that Multus gives every pod',
  fix: 'remove the SecurityGroupPolicy; network policies and the groups of the nodes do the same',
  *judge({ inputs, scope, objects, plans }) {
    for (const namespace of scope.namespaces) {
      const policies = objects.inNamespace('vpcresources.k8s.aws', 'SecurityGroupPolicy', namespace.name);
      yield { subject: namespaceSubject(namespace), problems: policies.map(problemOf) };
    }
    for (const { subject, at, isSure } of customNetworking(objects, plans))
      yield { subject, problems: [notKnown(isSure ? ELSEWHERE : `perhaps ${ELSEWHERE}`, { at, fix: SWITCH_OFF })] };
    for (const { object, at, setting } of multusNetworks(inputs.objects)) {
      if (scope.contains(object.namespace)) continue;
      const text = setting === undefined ? `may have ${MULTUS}` : `has ${MULTUS}, by ${setting}`;
      const problem = notKnown(`${text}: no policy of the cluster's network governs them`, { at, fix: LEAVE_ALONE });
      yield { subject: objectSubject(object), problems: [problem] };
    }
  },
};

const ELSEWHERE =
  'gives pods subnets and security groups beside those of their nodes, and what those let through is not judged';
const SWITCH_OFF =
  'switch custom networking of the VPC CNI off (AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG), and remove its ENIConfigs';
const MULTUS = 'Multus give every pod further networks';
const LEAVE_ALONE = 'leave pods on the network of the cluster; those that need another ask for it by an annotation';

/** https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html */
function problemOf({ name, field }: KubernetesObject): Problem {
  const groups = itemsIn(field, 'spec', 'securityGroups', 'groupIds');
  const ids = groups.map(({ value }) => String(value)).join(', ');
  return notKnown(`${name} gives pods security groups ${ids}, and what those let through is not judged`, {
    at: field,
  });
}
