import { taintText } from '../../placement/taint';
import { place } from '../../placement/placement';
import type { Check } from '../check';
import { fails } from '../../problem';
import { ruledPods } from '../training-pods';
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
    yield* ruledPods(evidence, 'training-nodes', (pod) => {
      const { workload, spec } = pod;
      if (nodes.trainingNodesOf(workload).length > 0) return [...roomProblems(evidence.platform, pod)];
      const demands = nodes.demandsOf(workload);
      const wanted = nodes.training.map((pool) => place(demands, pool)).find(({ selected }) => selected !== 'no');
      const text =
        wanted === undefined
          ? 'selects labels that no training node has'
          : `does not tolerate ${wanted.keptOutBy.map(taintText).join(', ')} of ${wanted.pool.name}`;
      return [fails(text, { at: (wanted === undefined ? spec.get('nodeSelector') : spec.get('tolerations')) ?? spec })];
    });
  },
};
