import { awsNodeLabels } from '../../../model/node-group';
import type { NodeGroup } from '../../../model';
import { taintText } from '../../placement/taint';
import type { PlannedNodes } from '../../cloud/planned-nodes';
import type { Check } from '../check';
import { fails, inputPlace, namedSubject, resourceSubject, type Problem } from '../../problem';

export const asDescribed: Check = {
  id: 'node/as-described',
  title: 'Every project has the nodes of its description, with their labels and taints',
  why: 'Labels and taints of nodes, selectors and tolerations of pods are one agreement: who changes one side opens the nodes or stops the jobs.',
  stops: ['A4'],
  control: 'labels and taints of the node groups in the plan',
  fix: 'make the node groups from the description: GpuNodePool',
  positive: true,
  *judge({ plannedNodes, platform }) {
    if (platform === undefined || plannedNodes.length === 0) return;
    const described = platform.projects.flatMap(({ nodeGroups }) => nodeGroups);
    const managed = new Map(
      described.filter(({ pool }) => pool.provisioner === 'managed').map((group) => [group.name, group]),
    );
    for (const [name, group] of managed) {
      const planned = plannedNodes.find(({ pool }) => pool.name === `node group ${name}`);
      if (planned === undefined)
        yield { subject: namedSubject(`node group ${name}`), problems: [fails('is not in the plan')] };
      else yield { subject: resourceSubject(planned.group), problems: [...differences(group, planned)] };
    }
  },
};

function* differences(described: NodeGroup, { group, pool }: PlannedNodes): Generator<Problem> {
  for (const [key, value] of Object.entries(awsNodeLabels(described))) {
    const has = pool.labels.known.get(key);
    if (has !== value)
      yield fails(`label ${key} is ${has ?? 'missing'}, described is ${value}`, {
        at: inputPlace(group, 'labels', key),
      });
  }
  const at = inputPlace(group, 'taints');
  const taints = new Set(pool.taints.map(taintText));
  for (const taint of described.taints.map(taintText)) {
    if (!taints.delete(taint)) yield fails(`has not the taint ${taint}`, { at });
  }
  for (const taint of taints) yield fails(`has the taint ${taint}, which jobs do not tolerate`, { at });
}
