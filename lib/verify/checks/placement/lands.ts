import { taintText } from '../../placement/taint';
import { absentPools } from '../../placement/described-pools';
import { place } from '../../placement/placement';
import type { Check } from '../check';
import type { Evidence } from '../../evidence';
import { fails, notKnown, type Problem } from '../../problem';
import { ruledPods, type TrainingPod } from '../training-pods';
import { roomProblems } from './parts/node-room';

export const lands: Check = {
  id: 'placement/lands',
  title: 'Training pods find nodes',
  why: 'A label or taint that differs by a letter leaves a job pending for ever.',
  stops: [],
  control:
    'labels and taints of the nodes, selectors and tolerations of the pods, from one constant; nodes with the processors and memory that all containers of a pod ask for',
  fix: 'make the selector equal to the labels of the node group, and tolerate its taints',
  positive: true,
  *judge(evidence) {
    const { nodes } = evidence;
    if (nodes.training.length === 0) return;
    yield* ruledPods(evidence, 'training-nodes', (pod) =>
      nodes.trainingNodesOf(pod.workload).length > 0
        ? [...roomProblems(evidence.platform, pod)]
        : [nowhere(evidence, pod)],
    );
  },
};

function nowhere({ nodes, placement, platform }: Evidence, { workload, spec }: TrainingPod): Problem {
  const demands = nodes.demandsOf(workload);
  const wanted = nodes.training.map((pool) => place(demands, pool)).find(({ selected }) => selected !== 'no');
  if (wanted !== undefined) {
    const taints = wanted.keptOutBy.map(taintText).join(', ');
    return fails(`does not tolerate ${taints} of ${wanted.pool.name}`, { at: spec.get('tolerations') ?? spec });
  }
  const at = spec.get('nodeSelector') ?? spec;
  const awaited = absentPools(platform, placement.pools).find((pool) => place(demands, pool).lands === 'yes');
  return awaited === undefined
    ? fails('selects labels that no training node has', { at })
    : notKnown(`selects ${awaited.name}, of which the files show none`, { at });
}
