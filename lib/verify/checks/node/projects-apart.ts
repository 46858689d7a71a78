import { groupsOf, peerText, rulesOf } from '../../cloud/security-group';
import { nodeRoleOf, templateOf, type PlannedNodes } from '../../cloud/planned-nodes';
import type { Evidence } from '../../evidence';
import { inputPlace, fails, objectSubject, resourceSubject, type Problem } from '../../problem';
import { karpenterNodes, type KarpenterNodes } from '../../cloud/karpenter-nodes';
import type { Check } from '../check';

export const projectsApart: Check = {
  id: 'node/projects-apart',
  title: 'Each project has node groups, node roles and security groups of its own',
  why: 'An escape outlives its pod. What the node is, the next job on it is exposed to; what the node may do, the escape does.',
  stops: ['A3', 'T2'],
  control: 'a node group, role, launch template and security group for each project and pool',
  fix: 'make a node group a project, with the label of the project; a shared pool is accepted by name with pools[].shared',
  *judge(evidence) {
    for (const nodes of evidence.plannedNodes) {
      yield { subject: resourceSubject(nodes.group), problems: [...sharedProblems(evidence, nodes)] };
    }
    const made = karpenterNodes(evidence);
    for (const nodes of made)
      yield { subject: objectSubject(nodes.made), problems: [...sharedClassProblems(made, nodes)] };
  },
};

function* sharedProblems({ plannedNodes, scope, platform }: Evidence, nodes: PlannedNodes): Generator<Problem> {
  const weakened = nodes.poolName === undefined ? undefined : ({ risk: 'shared-pool', on: nodes.poolName } as const);
  if (nodes.project === undefined) {
    const projects = Math.max(scope.namespaces.length, platform?.projects.length ?? 0);
    if (projects > 1) yield fails('its nodes are of no project', { at: inputPlace(nodes.group, 'labels'), weakened });
    return;
  }
  const others = plannedNodes.filter(({ project }) => project !== undefined && project !== nodes.project);
  const template = templateOf(nodes);
  const role = nodeRoleOf(nodes);
  const own = groupsOf(nodes).groups;
  for (const other of others) {
    const whose = `nodes of project ${other.project}`;
    if (role !== undefined && role === nodeRoleOf(other))
      yield fails(`has its node role in common with ${whose}`, {
        at: inputPlace(nodes.group, 'nodeRoleArn'),
        weakened,
      });
    if (template !== undefined && template === templateOf(other))
      yield fails(`has its launch template in common with ${whose}`, {
        at: inputPlace(nodes.group, 'launchTemplate'),
        weakened,
      });
    const theirs = groupsOf(other).groups;
    for (const group of own) {
      for (const rule of rulesOf(nodes.links, group)) {
        const { peer } = rule;
        const meets =
          peer === 'self'
            ? theirs.includes(group)
            : typeof peer === 'object' && 'group' in peer && theirs.includes(peer.group);
        if (meets && rule.direction === 'ingress')
          yield fails(`security group ${group.name} lets in ${peerText(rule)}, among them ${whose}`, {
            at: inputPlace(rule.resource),
            weakened,
          });
      }
    }
  }
}

/** What is of Karpenter's nodes is in their class: the profile with its role, and by which tags security groups are found. */
function* sharedClassProblems(made: readonly KarpenterNodes[], nodes: KarpenterNodes): Generator<Problem> {
  const { project, poolName, nodeClass } = nodes;
  if (project === undefined || nodeClass === undefined) return;
  const weakened = poolName === undefined ? undefined : ({ risk: 'shared-pool', on: poolName } as const);
  for (const other of made) {
    if (other.project === undefined || other.project === project || other.nodeClass === undefined) continue;
    const whose = `nodes of project ${other.project}`;
    if (other.nodeClass === nodeClass) {
      yield fails(`has its EC2NodeClass in common with ${whose}`, { weakened });
      continue;
    }
    for (const [key, what] of OF_ONE_PROJECT) {
      const at = nodeClass.field.at('spec', key);
      const theirs = other.nodeClass.field.at('spec', key);
      if (at !== undefined && JSON.stringify(at.value) === JSON.stringify(theirs?.value))
        yield fails(`has its ${what} in common with ${whose}`, { at, weakened });
    }
  }
}

const OF_ONE_PROJECT = [
  ['instanceProfile', 'instance profile'],
  ['role', 'node role'],
  ['securityGroupSelectorTerms', 'security groups'],
] as const;
