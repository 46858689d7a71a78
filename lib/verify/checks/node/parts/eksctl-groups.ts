import { eksctlNodeGroups, type EksctlNodeGroup } from '../../../cloud/eksctl-nodes';
import type { Evidence } from '../../../evidence';
import { objectSubject, type Judged, type Problem } from '../../../problem';

/** Judges the node groups of eksctl that are for training. */
export function* trainingEksctlGroups(
  { objects, nodes }: Evidence,
  problems: (group: EksctlNodeGroup) => readonly Problem[],
): Generator<Judged> {
  const training = new Set(nodes.training.map(({ name }) => name));
  for (const group of eksctlNodeGroups(objects))
    if (training.has(`node group ${group.name}`))
      yield { subject: objectSubject(group.object), problems: problems(group) };
}
