import { nameInArn } from '../../../model/aws/arn';
import { managedPolicy, missingPolicies, withoutPolicies } from '../../access/managed-policies';
import type { Role } from '../../access/facts/role';
import { nodeRoleName } from '../../cloud/planned-nodes';
import type { Check } from '../check';
import { fails, notKnown, namedSubject, resourceSubject, type Problem } from '../../problem';
import { escalationProblems } from './escalation';
import { isOfData } from '../../access/data-actions';
import { openTrust } from './parts/open-trust';
import { otherRights } from './parts/other-rights';
import { roleSubject } from './parts/policy-subject';

export const nodeRoles: Check = {
  id: 'access/node-roles',
  title: 'The role of training nodes joins the cluster, pulls images, and nothing else',
  why: 'Whoever escapes to a node, or reaches its metadata, is the node: sessions, disks and network interfaces of others with it.',
  stops: ['A3', 'T4', 'T5'],
  control:
    'policies of the node role: no Systems Manager, no CNI, no EC2 changes; a trust without other accounts; access/outsiders looks at its data',
  fix: 'give the CNI and drivers roles of their own; accept sessions on nodes, with a reason, by aws.unsafe.nodeAccess of the description',
  *judge(evidence) {
    const { plannedNodes, access } = evidence;
    const names = new Set<string>();
    for (const nodes of plannedNodes) {
      const name = nodeRoleName(nodes);
      if (name === undefined) {
        yield { subject: resourceSubject(nodes.group), problems: [notKnown('its role is not known in the plan')] };
        continue;
      }
      if (names.has(name)) continue;
      names.add(name);
      const role = access.roles.find((item) => item.name === name);
      if (role === undefined)
        yield { subject: namedSubject(`Role/${name}`), problems: [notKnown('is not in the plan')] };
      else
        yield {
          subject: roleSubject(evidence, role),
          problems: [
            ...managedProblems(role),
            ...openTrust(role),
            ...escalationProblems(access, withoutManaged(role)),
            ...otherRights(access, role, (action) => OF_NODES.test(action) || isOfData(action)),
          ],
        };
    }
  },
};

/** What a node asks for: itself and its cluster, images, roles for its pods, mounts; access/outsiders looks at objects and keys. */
const OF_NODES =
  /^(?:ec2:describe|eks:(?:describe|list)|eks-auth:|ecr:(?:get|list|describe|batchget|batchcheck|batchimport)|ecr-public:get|elasticfilesystem:(?:client|describe)|fsx:describe)/;

/** Problems of policies that AWS manages, whose text is in no plan. */
export function managedProblems({ missing }: Role): readonly Problem[] {
  return missingPolicies(missing).flatMap((arn): readonly Problem[] => {
    const known = managedPolicy(arn);
    if (known === undefined) return [notKnown(`what ${arn} allows is not known`)];
    if (known.gives === undefined) return [];
    const weakened = known.risk === undefined ? undefined : { risk: known.risk, on: '' };
    return [fails(`has ${nameInArn(arn)}: ${known.gives}`, { weakened })];
  });
}

/** The role without policies that {@link managedProblems} tells about. */
export function withoutManaged(role: Role): Role {
  return withoutPolicies(role, missingPolicies(role.missing));
}
