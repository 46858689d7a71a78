import { groupsOf, peerText, rulesOf } from '../../cloud/security-group';
import { nodeRoleOf, templateOf, type PlannedNodes } from '../../cloud/planned-nodes';
import type { Evidence } from '../../evidence';
import {
  inputPlace,
  fails,
  objectSubject,
  resourceSubject,
  type Place,
  type Problem,
  type Weakened,
} from '../../problem';
import { karpenterNodes, type KarpenterNodes } from '../../cloud/karpenter-nodes';
import type { Check } from '../check';
import { servedProject } from './parts/served-project';

export const projectsApart: Check = {
  id: 'node/projects-apart',
  title: 'Each project has node groups, node roles and security groups of its own',
  why: 'An escape outlives its pod. What the node is, the next job on it is exposed to; what the node may do, the escape does.',
  stops: ['A3', 'T2'],
  control: 'a node group, role, launch template and security group for each project and pool',
  fix: 'make a node group for each project, with a label that only its pods select; a shared pool is accepted by name with pools[].shared',
  *judge(evidence) {
    const groups = evidence.plannedNodes.map((nodes) => servedBy(evidence, nodes, inputPlace(nodes.group, 'labels')));
    for (const item of groups)
      yield { subject: resourceSubject(item.nodes.group), problems: problemsOf(item, groups, sharedProblems) };
    const made = karpenterNodes(evidence).map((nodes) => servedBy(evidence, nodes));
    for (const item of made)
      yield { subject: objectSubject(item.nodes.made), problems: problemsOf(item, made, sharedClassProblems) };
  },
};

interface ServedNodes<T> {
  readonly nodes: T;
  /** Undefined where it is not known, or where there are no two. */
  readonly project: string | undefined;
  /** Why it is not known. */
  readonly problem: Problem | undefined;
}

type AnyNodes = Pick<PlannedNodes, 'pool' | 'poolName'>;

function servedBy<T extends AnyNodes>(evidence: Evidence, nodes: T, at?: Place): ServedNodes<T> {
  return { nodes, ...servedProject(evidence, nodes.pool, { at, weakened: weakenedOn(nodes) }) };
}

function weakenedOn({ poolName }: AnyNodes): Weakened | undefined {
  return poolName === undefined ? undefined : { risk: 'shared-pool', on: poolName };
}

function problemsOf<T>(
  { nodes, project, problem }: ServedNodes<T>,
  all: readonly ServedNodes<T>[],
  shared: (nodes: T, others: readonly ServedNodes<T>[]) => Iterable<Problem>,
): readonly Problem[] {
  if (problem !== undefined) return [problem];
  if (project === undefined) return [];
  return [
    ...shared(
      nodes,
      all.filter((other) => other.project !== undefined && other.project !== project),
    ),
  ];
}

function* sharedProblems(nodes: PlannedNodes, others: readonly ServedNodes<PlannedNodes>[]): Generator<Problem> {
  const weakened = weakenedOn(nodes);
  const template = templateOf(nodes);
  const role = nodeRoleOf(nodes);
  const own = groupsOf(nodes).groups;
  for (const { nodes: other, project } of others) {
    const whose = `nodes of project ${project}`;
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
function* sharedClassProblems(
  nodes: KarpenterNodes,
  others: readonly ServedNodes<KarpenterNodes>[],
): Generator<Problem> {
  const { nodeClass } = nodes;
  if (nodeClass === undefined) return;
  const weakened = weakenedOn(nodes);
  for (const { nodes: other, project } of others) {
    const whose = `nodes of project ${project}`;
    if (other.nodeClass === undefined) continue;
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
