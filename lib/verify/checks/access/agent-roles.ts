import { actionMatches } from '../../access/policy/statement-match';
import type { PodIdentity, Role } from '../../access/facts/role';
import { namedRole } from '../../cloud/named-role';
import type { Evidence } from '../../evidence';
import { knownText } from '../../input/pulumi/plan-value';
import { propertyOf } from '../../input/pulumi/planned-resource';
import { serviceAccountOf } from '../../workload/account';
import type { Check } from '../check';
import { notKnown, namedSubject, resourceSubject, type Judged, type Problem, type Subject } from '../../problem';
import { escalationProblems } from './escalation';
import { isOfData } from '../../access/data-actions';
import { openTrust } from './parts/open-trust';
import { otherRights } from './parts/other-rights';
import { roleSubject } from './parts/policy-subject';
import { managedProblems, withoutManaged } from './node-roles';
import { ADD_ON } from '../../input/pulumi/resource-types';

/** Accounts of add-ons and charts that run on every node (their manifests are in no file of the user). */
const ON_EVERY_NODE = new Set([
  'aws-node',
  'ebs-csi-node-sa',
  'efs-csi-node-sa',
  'fsx-csi-node-sa',
  's3-csi-driver-sa',
  'cloudwatch-agent',
  'kube-proxy',
  'aws-for-fluent-bit',
  'fluent-bit',
  'falco',
]);

/** The CNI attaches interfaces: an action of the list that it needs, if only for its own cluster. */
const OF_CNI = 'ec2:ModifyNetworkInterfaceAttribute';

export const agentRoles: Check = {
  id: 'access/agent-roles',
  title: 'Cloud roles of agents on training nodes hold nothing that an escape would use',
  why: 'An escape finds the tokens of every agent on its node; with them it is the agent, in the cluster and in the cloud.',
  stops: ['A3', 'T4'],
  control:
    'roles of the DaemonSets on training nodes, and no other account in their trust; authority/node-agents looks at their rights in the cluster, access/outsiders at data',
  fix: 'scope the role to the cluster by aws:ResourceTag, and keep controllers off training nodes',
  *judge(evidence) {
    yield* addonRoles(evidence);
    const onNodes = accountsOnNodes(evidence);
    for (const association of evidence.access.podIdentities) {
      const { namespace, serviceAccount } = association;
      if (evidence.scope.contains(namespace) || !onNodes.has(`${namespace}/${serviceAccount}`)) continue;
      yield {
        subject: accountSubject(evidence, association),
        problems: roleProblems(evidence, association),
      };
    }
  },
};

/** Add-ons whose role, given by a token of their own (IRSA), is one of pods on every node. */
const ADDONS_ON_NODES: ReadonlyMap<string, string> = new Map([
  ['vpc-cni', 'aws-node'],
  ['aws-mountpoint-s3-csi-driver', 's3-csi-driver-sa'],
  ['amazon-cloudwatch-observability', 'cloudwatch-agent'],
]);

function* addonRoles(evidence: Evidence): Generator<Judged> {
  for (const links of evidence.plans) {
    for (const addon of links.of(ADD_ON)) {
      const serviceAccount = ADDONS_ON_NODES.get(knownText(propertyOf(addon, 'addonName')) ?? '');
      if (serviceAccount === undefined || propertyOf(addon, 'serviceAccountRoleArn') === undefined) continue;
      const role = namedRole(links, evidence.access, addon, 'serviceAccountRoleArn')?.name;
      yield { subject: resourceSubject(addon), problems: roleProblems(evidence, { role, serviceAccount }) };
    }
  }
}

/** The account, in the place of its role where the input has that. */
function accountSubject(evidence: Evidence, { namespace, serviceAccount, role: name }: PodIdentity): Subject {
  const named = namedSubject(`ServiceAccount/${serviceAccount}`, namespace);
  const role = evidence.access.roles.find((item) => item.name === name);
  return role === undefined ? named : { ...roleSubject(evidence, role), ...named };
}

function accountsOnNodes({ nodes, access }: Evidence): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { namespace, serviceAccount } of access.podIdentities)
    if (ON_EVERY_NODE.has(serviceAccount)) found.add(`${namespace}/${serviceAccount}`);
  for (const workload of nodes.strangers) {
    if (nodes.trainingNodesOf(workload).length === 0) continue;
    found.add(`${workload.namespace}/${serviceAccountOf(workload.spec).name}`);
  }
  return found;
}

function roleProblems(
  { access }: Evidence,
  { role: name, serviceAccount }: Pick<PodIdentity, 'role' | 'serviceAccount'>,
): readonly Problem[] {
  const role = access.roles.find((item) => item.name === name);
  if (role === undefined) return [notKnown(`role ${name ?? '(not known)'} is not in the plan`)];
  const stripped = withoutManaged(role);
  const except = serviceAccount === 'aws-node' && isScoped(stripped) ? [OF_CNI] : [];
  return [
    ...managedProblems(role),
    ...openTrust(role),
    ...escalationProblems(access, stripped, except),
    ...otherRights(access, stripped, (action) => OF_AGENTS.test(action) || isOfData(action)),
  ];
}

/** What agents ask for: interfaces and mounts, writing logs and numbers; access/outsiders looks at objects and keys. */
const OF_AGENTS = new RegExp(
  `^(?:${[
    'ec2:(?:describe|assign|unassign|(?:attach|create|delete|detach)networkinterface|createtags)',
    'eks:describe|eks-auth:|ecr:(?:get|describe|batchget|batchcheck)',
    'elasticfilesystem:(?:client|describe)|fsx:describe',
    'logs:(?:create|put|describe)|cloudwatch:put|xray:put|firehose:put|kinesis:put|aps:remotewrite|es:eshttp',
  ].join('|')})`,
);

/** Whether every statement by which the CNI changes interfaces is limited to tagged resources. */
function isScoped({ identity }: Role): boolean {
  return identity
    .flatMap(({ statements }) => statements)
    .filter(({ effect, actions }) => effect === 'Allow' && actionMatches(actions, OF_CNI))
    .every(({ conditions }) => conditions.some(({ key }) => key.startsWith('aws:resourcetag/')));
}
